// Counts the seconds down, then tells that they have elapsed; whoever listens asks the server again.
export const selector = "[data-seconds-left]";

export function connect(element: HTMLElement): void {
  let left = Number(element.dataset.secondsLeft);
  const timer = window.setInterval(() => {
    left -= 1;
    element.textContent = String(Math.max(left, 0));
    if (left > 0) return;
    window.clearInterval(timer);
    element.dispatchEvent(new Event("elapsed", { bubbles: true }));
  }, 1000);
}
