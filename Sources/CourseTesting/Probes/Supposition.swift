import LinearAlgebra

/// What a function would give if one thing that goes into it were another: the reference's value,
/// computed with it.
///
/// A suite lists what goes in, and each is altered in the ways that mistakes alter things: left out,
/// turned round, counted twice, transposed, the same in every row.
public struct Supposition<Value> {
  let words: String
  let value: Value
}

/// The suppositions about a matrix.
///
/// - Parameters:
///   - name: what the page calls it: `U`, `h(t-1)`.
///   - matrix: what goes in, of any shape.
///   - result: what the reference makes of another in its place.
public func suppose<Value: Checkable>(
  _ name: String, _ matrix: Matrix, _ result: (Matrix) -> Value
) -> [Supposition<Value>] {
  var altered: [(String, Matrix)] = [
    ("\(name) is 0", matrix * 0), ("\(name) has the other sign", matrix * -1),
    ("\(name) counts twice", matrix * 2),
  ]
  if matrix.rows == matrix.columns, matrix.rows > 1 {
    altered.append(("\(name) is transposed", matrix.transposed))
  }
  if matrix.rows > 1 {
    let last = matrix.rows - 1
    altered += [
      ("every row of \(name) is its first", matrix.withRows { _ in 0 }),
      ("every row of \(name) is its last", matrix.withRows { _ in last }),
      ("the rows of \(name) are in reverse order", matrix.withRows { last - $0 }),
    ]
  }
  return altered.filter { $0.1 != matrix }.map { Supposition(words: $0.0, value: result($0.1)) }
}

/// The suppositions about a number.
///
/// - Parameters:
///   - name: what the page calls it: `keep`, `η`.
///   - number: what goes in.
///   - result: what the reference makes of another in its place.
public func suppose<Value: Checkable>(
  _ name: String, _ number: Double, _ result: (Double) -> Value
) -> [Supposition<Value>] {
  let altered: [(String, Double)] = [
    ("\(name) is 0", 0), ("\(name) is 1", 1), ("\(name) has the other sign", -number),
    ("\(name) counts twice", 2 * number), ("\(name) is halved", number / 2),
    ("\(name) is squared", number * number), ("\(name) is taken from 1", 1 - number),
    ("\(name) is rounded to a whole number", number.rounded()),
    ("\(name) is rounded to 1 decimal", (number * 10).rounded() / 10),
    ("\(name) is rounded to 2 decimals", (number * 100).rounded() / 100),
  ]
  return altered.filter { $0.1 != number }.map { Supposition(words: $0.0, value: result($0.1)) }
}

/// The suppositions about a sequence, with one number for each of its steps.
///
/// - Parameters:
///   - name: what the page calls it: `x(t)`.
///   - sequence: what goes in, step by step, matrices of one shape.
///   - result: what the reference makes of another in its place.
public func suppose<Value: Checkable>(
  _ name: String, _ sequence: [Matrix], _ result: ([Matrix]) -> Value
) -> [Supposition<Value>] {
  guard let first = sequence.first, let last = sequence.last else { return [] }
  let zero = first * 0
  let altered: [(String, [Matrix])] = [
    ("every \(name) is 0", sequence.map { $0 * 0 }),
    ("every \(name) has the other sign", sequence.map { $0 * -1 }),
    ("every \(name) counts twice", sequence.map { $0 * 2 }),
    ("every \(name) is the first", sequence.map { _ in first }),
    ("every \(name) is the last", sequence.map { _ in last }),
    ("\(name) comes in reverse order", sequence.reversed()),
    ("\(name) comes one step late", [zero] + sequence.dropLast()),
    ("\(name) comes one step early", sequence.dropFirst() + [zero]),
    ("the first \(name) is 0", [zero] + sequence.dropFirst()),
    ("the last \(name) is 0", sequence.dropLast() + [zero]),
  ]
  return altered.filter { $0.1 != sequence }.map { Supposition(words: $0.0, value: result($0.1)) }
}

extension Matrix {
  /// The same matrix with other rows of its own in each place.
  fileprivate func withRows(_ source: (Int) -> Int) -> Matrix {
    var copy = self
    for row in 0..<rows {
      for column in 0..<columns { copy[row, column] = self[source(row), column] }
    }
    return copy
  }
}

/// The suppositions about each of some matrices that a cell or a model holds.
///
/// - Parameters:
///   - names: what the page calls each matrix, of any shape, and where it stands.
///   - holder: what holds them.
///   - result: what the reference makes of another in its place.
public func suppose<Holder, Value: Checkable>(
  _ names: KeyValuePairs<String, WritableKeyPath<Holder, Matrix>>, of holder: Holder,
  _ result: (Holder) -> Value
) -> [Supposition<Value>] {
  names.flatMap { name, path in
    suppose(name, holder[keyPath: path]) { matrix in
      var copy = holder
      copy[keyPath: path] = matrix
      return result(copy)
    }
  }
}

/// The sentence for the suppositions that explain every number of a result. Of a single number, or of
/// numbers that are given with few digits, many may do so by luck.
func supposed<Value: Checkable>(
  _ yours: Value, _ suppositions: [Supposition<Value>], within tolerance: Double
) -> String? {
  let values = yours.checkedEntries.map(\.value)
  guard values.count > 1 || tolerance < 1e-6, distinct(values.filter { $0 != 0 }) > 0 else {
    return nil
  }
  let fitting = suppositions.filter { resembles(yours, $0.value, within: tolerance) }.map(\.words)
  guard (1...3).contains(fitting.count) else { return nil }
  return "This is what comes out if " + fitting.joined(separator: ", or if ") + "."
}
