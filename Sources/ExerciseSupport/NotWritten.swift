import LinearAlgebra

/// An exercise that was called before it was written.
public struct UnwrittenExercise: Equatable, Sendable {
  /// The exercise's number, `5.2`.
  public let number: String
  /// The full path of the file that calls `notWritten`, as the compiler gave it.
  public let file: String
  /// The line of that call, counted from 1.
  public let line: Int
}

/// The unfinished exercises that have been called since the last `forgetUnwritten()`, each once,
/// in the order of their first call.
///
/// Readers' code and its tests run on one thread; this is not for several.
public nonisolated(unsafe) private(set) var unwrittenExercises: [UnwrittenExercise] = []

/// Empties the list of unfinished exercises; each test starts with it.
public func forgetUnwritten() {
  unwrittenExercises = []
}

/// Stands where an exercise is still to be written: notes its number for the tests and returns a
/// placeholder, so that nothing traps and nothing passes by luck.
///
///     notWritten("1.5", Double.nan)
///
/// - Parameters:
///   - number: the exercise's number.
///   - placeholder: a value of the right type and shape, with NaN for its numbers.
///   - file: the exercise's file; left to the compiler.
///   - line: the line of this call; left to the compiler.
/// - Returns: the placeholder.
public func notWritten<Value>(
  _ number: String, _ placeholder: Value, file: StaticString = #filePath, line: Int = #line
) -> Value {
  if !unwrittenExercises.contains(where: { $0.number == number }) {
    unwrittenExercises.append(
      UnwrittenExercise(number: number, file: file.description, line: line))
  }
  return placeholder
}

/// The placeholder takes the place of what a variable held that the exercise is to fill.
///
///     return notWritten("5.4", &total, becomes: total.filledWithNaN)
public func notWritten<Value>(
  _ number: String, _ variable: inout Value, becomes placeholder: Value,
  file: StaticString = #filePath, line: Int = #line
) -> Value {
  variable = placeholder
  return notWritten(number, placeholder, file: file, line: line)
}

/// The placeholder is a matrix of this shape, filled with NaN.
public func notWritten(
  _ number: String, rows: Int, columns: Int, file: StaticString = #filePath, line: Int = #line
) -> Matrix {
  notWritten(
    number, Matrix(rows: rows, columns: columns, repeating: .nan), file: file, line: line)
}

/// The placeholder is NaN; a function without a result leaves it alone.
@discardableResult
public func notWritten(
  _ number: String, file: StaticString = #filePath, line: Int = #line
) -> Double {
  notWritten(number, Double.nan, file: file, line: line)
}

extension Matrix {
  /// A matrix of the same shape, all NaN: the placeholder for what an exercise is to compute.
  public var filledWithNaN: Matrix { Matrix(rows: rows, columns: columns, repeating: .nan) }
}
