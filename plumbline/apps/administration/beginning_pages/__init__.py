"""Getting started: plain questions, and what is proposed by the answers, in the browser."""
