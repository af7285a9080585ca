/* “I do not know yet” and an answer are never both there: typing unticks the box, ticking it empties the field, and
   unticking brings the words back. Without this the server lets the answer win where it can be taken. */

for (const box of document.querySelectorAll(".beginning-unknown input[name$='-unknown']")) {
  const field = box.form.elements[box.name.slice(0, -"-unknown".length)];
  let words = "";
  field.addEventListener("input", () => {
    if (field.value) box.checked = false;
  });
  box.addEventListener("change", () => {
    if (box.checked) [words, field.value] = [field.value, ""];
    else field.value ||= words;
  });
}

for (const box of document.querySelectorAll(".beginning-unknown input[type=checkbox][value=unknown]")) {
  const all = [...box.form.elements[box.name]];
  for (const each of all) {
    each.addEventListener("change", () => {
      if (!each.checked) return;
      for (const other of all) if ((each === box) !== (other === box)) other.checked = false;
    });
  }
}
