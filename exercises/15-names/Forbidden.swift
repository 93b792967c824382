import ExerciseSupport
import LinearAlgebra

extension Chain {
  /// A chain that knows the rules and nothing else.
  ///
  /// - Parameter classes: how many classes of names there are, at least one. Columns are those of
  ///   `Tag.index`.
  /// - Returns: scores of 0 where a tag may stand, and −∞ where the scheme forbids it.
  public static func forbidding(classes: Int) -> Chain {
    // EXERCISE 15.5 (2 points): what may not follow
    // Read chapters/15-names.md, "What may not follow". Check with: swift run course check 15.5
    let count = Tag.count(classes: classes)
    return notWritten(
      "15.5",
      Chain(
        transitions: Matrix(rows: count, columns: count, repeating: .nan),
        start: Matrix(rows: 1, columns: count, repeating: .nan)))
  }
}
