import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Files that touch the machine, the longest first, and then those that only compute: at the end both workers have short
 * ones left. Those follow each other, else none could share what they import.
 *
 * The first file that wants the built site measures a run and builds it; the others come late, when it is there: a worker
 * that waits for it is idle.
 */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const unit = sorted.filter(({ project }) => project.name === "unit");
    const machine = sorted.filter(({ project }) => project.name !== "unit");
    const isOfSite = ({ moduleId }: TestSpecification) => moduleId.includes("/tests/site/");
    const [first = [], ...ofSite] = machine.filter(isOfSite);
    return [first, machine.filter((file) => !isOfSite(file)), ofSite, unit].flat();
  }
}
