// A long list to pick from is sifted while one types; what is chosen always stays in sight.
export const selector = "[data-sift]";

export function connect(element: HTMLElement): void {
  const box = element.querySelector<HTMLInputElement>("input[type=search]");
  if (!box) return;
  const lines = [...element.querySelectorAll<HTMLElement>("label")];
  box.addEventListener("input", () => {
    const words = box.value.trim().toLowerCase().split(/\s+/);
    for (const line of lines) {
      const text = line.textContent?.toLowerCase() ?? "";
      const chosen = line.querySelector<HTMLInputElement>("input")?.checked;
      line.hidden = !chosen && !words.every((word) => text.includes(word));
    }
    for (const part of element.querySelectorAll<HTMLElement>("section"))
      part.hidden = !part.querySelector("label:not([hidden])");
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
