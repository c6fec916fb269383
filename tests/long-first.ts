import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Files that touch the machine first, the longest of them at the head, and then those that only compute: at the end both
 * workers have short ones left. Within a project files follow each other, else none could share what they import.
 */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isUnit = ({ project }: TestSpecification) => project.name === "unit";
    return [...sorted.filter((file) => !isUnit(file)), ...sorted.filter(isUnit)];
  }
}
