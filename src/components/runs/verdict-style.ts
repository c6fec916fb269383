import { EFFECT_VERDICTS, type EffectVerdict } from "../../model/runs/effect.js";
import { VERDICT_LABEL } from "../../report/runs/effect.js";
import { legend } from "../legend.js";

/** By colour and by mark: either alone tells them apart. */
export const VERDICT_STYLE: Readonly<
  Record<EffectVerdict, { readonly colour: string; readonly symbol: string; readonly mark: string }>
> = {
  faster: { colour: "var(--verdict-better)", symbol: "circle", mark: "●" },
  slower: { colour: "var(--verdict-worse)", symbol: "square", mark: "■" },
  same: { colour: "var(--theme-foreground-muted)", symbol: "diamond", mark: "◆" },
  undecided: { colour: "var(--theme-foreground-muted)", symbol: "times", mark: "✕" },
};

export const verdictLegend = (verdicts: readonly EffectVerdict[] = EFFECT_VERDICTS): HTMLElement =>
  legend(
    verdicts.map((verdict) => ({
      label: VERDICT_LABEL[verdict],
      colour: VERDICT_STYLE[verdict].colour,
      symbol: VERDICT_STYLE[verdict].mark,
    })),
  );
