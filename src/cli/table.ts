type Alignment = 'left' | 'right';

/** Rows of cells as lines with aligned columns, indented by two. The last column is not filled up. */
export function table(
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[],
): string[] {
  const widths = alignments.map((_, column) =>
    Math.max(0, ...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      if (alignments[column] === 'right') return cell.padStart(width);
      return column === row.length - 1 ? cell : cell.padEnd(width);
    });
    return `  ${cells.join('  ')}`;
  });
}
