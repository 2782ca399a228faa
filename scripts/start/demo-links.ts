import type { Demo } from "./demo.ts";

/** Prints a fresh one-time link to each screen. */
export async function printLinks(demo: Demo, print: (line: string) => void): Promise<void> {
  const { checkpoint, sampling, room } = demo;
  const [board, ...screens] = await Promise.all([
    demo.signInLink(),
    ...[checkpoint, sampling, room].map((station) => station.screenLink()),
  ]);
  print(`command centre   ${board}`);
  print(`checkpoint       ${screens[0]}`);
  print(`sampling table   ${screens[1]}`);
  print(`machine room     ${screens[2]}`);
}

/** Prints whom one can sign in as. */
export function printPeople({ people }: Demo, print: (line: string) => void): void {
  for (const { operatorId, name, role, badge, pin } of people) {
    print(`${operatorId}  PIN ${pin}  badge ${badge}  ${role.padEnd(10)} ${name}`);
  }
}
