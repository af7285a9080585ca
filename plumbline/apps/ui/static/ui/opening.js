/* A table of months opens at this one, in browsers whose style sheets cannot say so yet. */

if (!CSS.supports("scroll-initial-target", "nearest")) {
  for (const now of document.querySelectorAll(".opens-now [data-now]")) {
    const region = now.closest(".opens-now");
    const before = parseFloat(getComputedStyle(region).scrollPaddingInlineStart) || 0;
    region.scrollLeft = now.getBoundingClientRect().left - region.getBoundingClientRect().left - before;
  }
}
