// Slide through the years of the map. Without this script the years are links and a choice in the form.
(() => {
  const nav = document.querySelector(".years[data-years]");
  const shown = document.getElementById("shown");
  const years = nav ? nav.dataset.years.split(",") : [];
  if (!shown || years.length < 3) return;

  const label = nav.getAttribute("aria-label");
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: years.length - 1, step: 1 });
  slider.value = years.indexOf(nav.dataset.shown);
  slider.setAttribute("aria-label", label);
  const told = document.createElement("output");
  const choice = document.getElementById("m-year");
  const tell = () => {
    told.value = years[slider.value];
    slider.setAttribute("aria-valuetext", told.value);
    if (choice) choice.value = told.value; // the form asks for the year that is shown
  };
  tell();

  let asked = 0;
  const show = async () => {
    const mine = ++asked;
    const address = new URL(location.href);
    address.searchParams.set("year", years[slider.value]);
    const answer = await fetch(address);
    if (!answer.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("shown");
    if (!found || mine !== asked) return;
    shown.replaceChildren(...found.childNodes);
    history.replaceState(null, "", address);
  };
  slider.addEventListener("input", tell);
  slider.addEventListener("change", show);
  nav.replaceChildren(slider, told);
})();
