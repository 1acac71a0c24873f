import type { Room } from './corners.ts';
import type { Arrow } from './import-graph.ts';
import type { PackageHome } from './package-homes.ts';

/** The deepest room that holds the file, for a corner of a room that room; undefined for a file in no room. */
export function roomOf(rooms: readonly Room[], file: string): Room | undefined {
  const holding = rooms.filter(({ folder, within }) => within === undefined && file.startsWith(`${folder}/`));
  return holding.reduce<Room | undefined>(
    (deepest, room) => (deepest && deepest.folder.length > room.folder.length ? deepest : room),
    undefined,
  );
}

/** What is wrong with the table itself: an arrow to a room that is named later or not at all, a folder named twice. */
export function tableFaults(rooms: readonly Room[]): string[] {
  return rooms.flatMap(({ folder, purpose, imports }, index) => {
    const above = rooms.slice(0, index).map((room) => room.folder);
    return [
      ...(above.includes(folder) ? [`${folder} stands in the table twice.`] : []),
      ...(purpose.endsWith('.') ? [] : [`The purpose of ${folder} is no sentence.`]),
      ...imports
        .filter((to) => !above.includes(to))
        .map((to) => `${folder} may import ${to}, which no room above it is: that arrow would run back.`),
    ];
  });
}

/** Folders with files of their own that have no row, and rows of folders that are not there. */
export function folderFaults(rooms: readonly Room[], files: readonly string[]): string[] {
  const folders = new Set(files.map((file) => file.slice(0, file.lastIndexOf('/'))));
  const rows = new Set(rooms.map(({ folder }) => folder));
  return [
    ...[...folders]
      .filter((folder) => !rows.has(folder))
      .map((folder) => `${folder} has no row: say what it is for and what it may import.`),
    ...[...rows].filter((folder) => !folders.has(folder)).map((folder) => `${folder} has a row, but holds no file.`),
  ];
}

/** Imports that the table does not allow, and arrows that it allows although nothing uses them. */
export function arrowFaults(rooms: readonly Room[], arrows: readonly Arrow[]): string[] {
  const faults = new Set<string>();
  const used = new Set<string>();
  for (const { from, to, circular } of arrows) {
    if (!to.startsWith('src/')) continue;
    if (circular) faults.add(`${from} -> ${to} is part of a circle.`);
    const own = roomOf(rooms, from);
    const other = roomOf(rooms, to);
    if (!own || !other) {
      for (const [file, room] of [[from, own] as const, [to, other] as const])
        if (!room) faults.add(`${file} stands in no room of the table.`);
      continue;
    }
    if (own === other) continue;
    if (own.imports.includes(other.folder)) used.add(`${own.folder} -> ${other.folder}`);
    else faults.add(`${from} -> ${to}: ${own.folder} may not import ${other.folder}. ${own.purpose}`);
  }
  for (const { folder, imports } of rooms)
    for (const room of imports)
      if (!used.has(`${folder} -> ${room}`))
        faults.add(`${folder} may import ${room}, but nothing there does: take it out.`);
  const circles = [...faults].filter((fault) => fault.endsWith('is part of a circle.'));
  const others = [...faults].filter((fault) => !circles.includes(fault));
  return others.length > 0 ? others.sort() : circles.sort();
}

/** Packages imported outside their home. */
export function packageFaults(homes: readonly PackageHome[], arrows: readonly Arrow[]): string[] {
  return arrows.flatMap(({ from, to }) =>
    homes
      .filter(({ packages, folders }) => packages.test(to) && !folders.some((folder) => from.startsWith(folder)))
      .map(({ why }) => `${from} -> ${to.replace(/^.*node_modules\//, '')}: ${why}`),
  );
}
