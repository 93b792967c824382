// The weights of chapter 09's small model.
"use strict";

/// The file of `course dev widget-model`: the symbols, H, and W, U, b, Wy and by, each as a scale for
/// each column and a whole number from −127 to 127 for each weight.
Widgets.unpackedModel = (bytes) => {
  const view = new DataView(bytes.buffer);
  let place = 2 + view.getUint16(0, true);
  const symbols = [...new TextDecoder().decode(bytes.subarray(2, place))];
  const units = view.getUint16(place, true);
  place += 2;
  const [V, H] = [symbols.length, units];
  const shapes = [[V, 4 * H], [H, 4 * H], [1, 4 * H], [H, V], [1, V]];
  const weights = new Float64Array(2 + shapes.reduce((sum, [rows, columns]) => sum + rows * columns, 0));
  weights.set([V, H]);
  let next = 2;
  for (const [rows, columns] of shapes) {
    const scales = Float64Array.from({ length: columns }, (_, column) => view.getFloat32(place + 4 * column, true));
    place += 4 * columns;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) weights[next++] = view.getInt8(place++) * scales[column];
    }
  }
  return { symbols, units, weights };
};
