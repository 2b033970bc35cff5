// A signature on glass: drawn with pen or finger, kept as a picture of ink on nothing.
export const selector = "form[data-sign]";

export function connect(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const glass = form.querySelector<HTMLCanvasElement>("[data-sign-glass]")!;
  const picture = form.querySelector<HTMLInputElement>("[name=picture]")!;
  const pen = glass.getContext("2d")!;
  let inked = false;
  let last: [number, number] | null = null;
  Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#10151c" });
  const at = (event: PointerEvent): [number, number] => {
    const box = glass.getBoundingClientRect();
    return [((event.clientX - box.left) * glass.width) / box.width, ((event.clientY - box.top) * glass.height) / box.height];
  };
  glass.addEventListener("pointerdown", (event) => {
    glass.setPointerCapture(event.pointerId);
    last = at(event);
  });
  glass.addEventListener("pointermove", (event) => {
    if (!last) return;
    const now = at(event);
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...now);
    pen.stroke();
    last = now;
    inked = true;
  });
  for (const name of ["pointerup", "pointercancel"]) glass.addEventListener(name, () => (last = null));
  form.addEventListener("reset", () => {
    pen.clearRect(0, 0, glass.width, glass.height);
    inked = false;
  });
  form.addEventListener("submit", () => (picture.value = inked ? glass.toDataURL("image/png") : ""));
}
