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
    let count = Tag.count(classes: classes)
    var (transitions, start) = (
      Matrix(rows: count, columns: count), Matrix(rows: 1, columns: count)
    )
    for kind in 0..<classes {
      let inside = Tag.inside(kind).index
      start[0, inside] = -.infinity
      for from in 0..<count where from != inside && from != Tag.begin(kind).index {
        transitions[from, inside] = -.infinity
      }
    }
    return Chain(transitions: transitions, start: start)
    // PLACEHOLDER let count = Tag.count(classes: classes)
    // PLACEHOLDER return notWritten(
    // PLACEHOLDER   "15.5",
    // PLACEHOLDER   Chain(
    // PLACEHOLDER     transitions: Matrix(rows: count, columns: count, repeating: .nan),
    // PLACEHOLDER     start: Matrix(rows: 1, columns: count, repeating: .nan)))
    // END
  }
}
