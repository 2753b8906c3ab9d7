const form = document.getElementById("filter");
if (form) {
  const [text, suite, shown] = form.querySelectorAll("input, select, output");
  const apply = () => {
    const wanted = text.value.trim().toLowerCase();
    let count = 0;
    for (const group of document.querySelectorAll("details.suite")) {
      let inside = 0;
      for (const item of group.querySelectorAll(".case")) {
        item.hidden = !item.textContent.toLowerCase().includes(wanted);
        inside += !item.hidden;
      }
      group.hidden = !inside || (suite.value !== "" && suite.value !== group.dataset.suite);
      if (!group.hidden) count += inside;
      if (wanted || suite.value) group.open = !group.hidden;
    }
    shown.textContent = count + " shown";
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  apply();
}
