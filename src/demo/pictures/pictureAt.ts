import { demoChildren } from "../../database/demo/loadDemoData.js";
import { drawByChild, type Style } from "./drawByChild.js";
import { drawScene } from "./drawScene.js";
import { drawFinished, drawStep } from "./drawStep.js";
import { motifOf } from "./motifOf.js";

/**
 * Draws the picture that the demo data names by a path, as tutorials/fox/step-2.svg, drawings/anna/3-comic.svg or
 * stories/anna/3.svg. Undefined where the demo has none.
 */
export function pictureAt(path: string): string | undefined {
  const [, folder, name = "", file = ""] =
    /^(tutorials|drawings|stories)\/([a-z-]{1,40})\/([a-z0-9-]{1,40})\.svg$/.exec(path) ?? [];
  return folder === "tutorials" ? ofTutorial(name, file) : ofChild(folder, name, file);
}

function ofTutorial(name: string, file: string): string | undefined {
  const motif = motifOf(name.replaceAll("-", " "));
  if (motif === undefined) return undefined;
  if (file === "thumbnail") return drawFinished(motif);
  const step = Number(/^step-(\d)$/.exec(file)?.[1]);
  return step >= 1 && step <= motif.steps.length ? drawStep(motif, step) : undefined;
}

function ofChild(folder: string | undefined, name: string, file: string): string | undefined {
  const child = demoChildren.find(({ email }) => email.startsWith(`${name}@`));
  const [, number, style] = /^(\d{1,3})(?:-(watercolour|comic))?$/.exec(file) ?? [];
  const { after, shows } = child?.stories[Number(number)] ?? {};
  const motif = motifOf(after ?? shows ?? "");
  if (child === undefined || motif === undefined) return undefined;
  if (folder === "stories") return style === undefined ? drawScene(motif, Number(number)) : undefined;
  return drawByChild(motif, child.name, Number(number), style as Style | undefined);
}
