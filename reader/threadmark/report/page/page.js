"use strict";
(() => {
  const form = document.getElementById("filters");
  const comments = [...document.querySelectorAll(".comment")];
  const said = comments.map((comment) => comment.textContent.toLowerCase());
  const has = (value, wanted) => !wanted || value.split("\u001f").includes(wanted);
  const apply = () => {
    const words = form.words.value.toLowerCase().trim();
    let shown = 0;
    comments.forEach((comment, index) => {
      const { labels, annotators, statuses } = comment.dataset;
      const fits = (!words || said[index].includes(words)) && has(labels, form.label.value)
        && has(annotators, form.annotator.value) && has(statuses, form.status.value);
      comment.hidden = !fits;
      shown += fits;
    });
    document.getElementById("shown").value = `${shown} of ${comments.length} comments`;
    document.body.classList.toggle("empty", shown === 0);
  };
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
