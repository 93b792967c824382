import LinearAlgebra

/// A matrix, rows × columns, of plain loops, for references that must not use the code that they judge.
///
/// - Parameters:
///   - rows: how many it has.
///   - columns: how many it has.
///   - number: of each row and column.
public func build(_ rows: Int, _ columns: Int, _ number: (Int, Int) -> Double) -> Matrix {
  Matrix(
    rows: rows, columns: columns,
    values: (0..<rows).flatMap { row in (0..<columns).map { number(row, $0) } })
}

/// The gradient of a number that depends on matrices, by central differences: one matrix of the shape of
/// each.
///
/// - Parameters:
///   - matrices: where the gradient is measured.
///   - value: the number; it is called twice for each entry.
public func measured(_ matrices: [Matrix], _ value: ([Matrix]) -> Double) -> [Matrix] {
  let distance = 1e-5
  return matrices.indices.map { index in
    build(matrices[index].rows, matrices[index].columns) { row, column in
      func moved(by change: Double) -> Double {
        var copy = matrices
        copy[index][row, column] += change
        return value(copy)
      }
      return (moved(by: distance) - moved(by: -distance)) / (2 * distance)
    }
  }
}
