// A button copies the text of the element it names, and says for a moment that it did.
export const selector = "button[data-copy]";

const SHOWN = 1600;

async function copy(text: string): Promise<boolean> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

export function connect(element: HTMLElement): void {
  const label = element.querySelector("span") ?? element;
  const usual = label.textContent;
  element.addEventListener("click", async () => {
    const source = document.querySelector<HTMLElement>(element.dataset.copy!);
    if (!source || !(await copy(source.textContent!.trim()))) return;
    label.textContent = element.dataset.copied ?? usual;
    window.setTimeout(() => (label.textContent = usual), SHOWN);
  });
}
