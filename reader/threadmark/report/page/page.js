"use strict";
(() => {
  const form = document.getElementById("filters");
  const threads = [...document.querySelectorAll(".thread")].map((thread) => [thread, [...thread.querySelectorAll(".comment")]]);
  const total = threads.reduce((sum, [, comments]) => sum + comments.length, 0);
  const said = new Map(); // read out of the page when words are first looked for, not while it opens
  const says = (comment) => {
    if (!said.has(comment)) said.set(comment, comment.textContent.toLowerCase());
    return said.get(comment);
  };
  const has = (value, wanted) => !wanted || value.split("\u001f").includes(wanted);
  const number = (count) => count.toLocaleString("en");
  const apply = () => {
    const words = form.words.value.toLowerCase().trim();
    const [label, annotator, status] = [form.label.value, form.annotator.value, form.status.value];
    let shown = 0;
    for (const [thread, comments] of threads) {
      const before = shown;
      for (const comment of comments) {
        const { labels, annotators, statuses } = comment.dataset;
        const fits = has(labels, label) && has(annotators, annotator) && has(statuses, status) && (!words || says(comment).includes(words));
        comment.hidden = !fits;
        shown += fits;
      }
      thread.hidden = shown === before && comments.length > 0;
    }
    document.getElementById("shown").value = `${number(shown)} of ${number(total)} comments`;
    document.body.classList.toggle("empty", shown === 0);
  };
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
