import LinearAlgebra

/// Matrices that belong together, each compared under its name: `cell state, row 1, column 0`.
public struct NamedMatrices: Checkable {
  /// Their names, and matrices of any shapes, rows × columns.
  public var parts: [(name: String, matrix: Matrix)]

  /// Matrices of any shapes, rows × columns, with their names.
  public init(_ parts: [(name: String, matrix: Matrix)]) { self.parts = parts }

  /// Matrices of any shapes, rows × columns, after their names.
  public init(_ parts: KeyValuePairs<String, Matrix>) { self.init(parts.map { ($0, $1) }) }

  public var checkedShape: String {
    parts.map { "\($0.name) of \($0.matrix.shape)" }.joined(separator: ", ")
  }

  public var checkedEntries: [CheckedEntry] {
    parts.flatMap { part in
      part.matrix.checkedEntries.map {
        CheckedEntry(place: "\(part.name), \($0.place)", value: $0.value)
      }
    }
  }
}
