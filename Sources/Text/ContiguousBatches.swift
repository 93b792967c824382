/// A text cut so that a model can read it in parallel and still carry its state from one batch to
/// the next.
///
/// The text is laid out in `rows` stretches of equal length, one under the other. A window takes
/// the next `length` symbols of every row; the state after one window is the state before the
/// next. Each symbol but the first is a target exactly once, seams between windows and between
/// rows included:
///
///     text  a b c d e f g h i        rows: 2, length: 3
///
///           window 0        window 1
///     row 0 a b c -> b c d  d -> e
///     row 1 e f g -> f g h  h -> i
///
/// The last window is shorter where the length does not divide a row. Where the rows do not divide
/// the text's predictions, the last of them, fewer than `rows`, are left out.
public struct ContiguousBatches: Equatable, Sendable {
  /// The text, as indices of a vocabulary.
  public let symbols: [Int]
  /// Stretches that are read side by side.
  public let rows: Int
  /// Symbols in each row of a window; the last window may have fewer.
  public let length: Int

  /// Cuts a text.
  ///
  /// - Precondition: `rows` and `length` are positive and there are more symbols than rows.
  public init(symbols: [Int], rows: Int, length: Int) {
    if let problem = Self.problem(symbolCount: symbols.count, rows: rows, length: length) {
      fatalError(problem)
    }
    self.symbols = symbols
    self.rows = rows
    self.length = length
  }

  static func problem(symbolCount: Int, rows: Int, length: Int) -> String? {
    if rows < 1 || length < 1 { return "batches of \(rows) rows and \(length) symbols are empty" }
    if symbolCount <= rows {
      return "\(symbolCount) symbols do not fill \(rows) rows; \(rows + 1) are the least"
    }
    return nil
  }

  /// Predictions in each row.
  public var rowLength: Int { (symbols.count - 1) / rows }

  /// Windows in the text.
  public var count: Int { (rowLength + length - 1) / length }

  /// Predictions in all windows together: all of the text's but fewer than `rows`.
  public var predictionCount: Int { rowLength * rows }

  /// One window; they are counted from 0.
  ///
  /// - Precondition: there is such a window.
  public subscript(window: Int) -> Window {
    let start = window * length
    let time = min(length, rowLength - start)
    if window < 0 || time < 1 { fatalError("there is no window \(window) of \(count)") }
    var inputs: [Int32] = []
    var targets: [Int32] = []
    inputs.reserveCapacity(rows * time)
    targets.reserveCapacity(rows * time)
    for row in 0..<rows {
      let first = row * rowLength + start
      for index in first..<first + time {
        inputs.append(Int32(symbols[index]))
        targets.append(Int32(symbols[index + 1]))
      }
    }
    return Window(rows: rows, time: time, inputs: inputs, targets: targets)
  }

  /// The same stretch of time in every row: what the model reads, and the symbol after each.
  public struct Window: Equatable, Sendable {
    /// Stretches that are read side by side.
    public let rows: Int
    /// Symbols in each row.
    public let time: Int
    /// What the model reads: rows × time, row by row.
    public let inputs: [Int32]
    /// The symbol after each of `inputs`: rows × time, row by row.
    public let targets: [Int32]

    /// Creates a window; both lists have rows × time symbols.
    public init(rows: Int, time: Int, inputs: [Int32], targets: [Int32]) {
      self.rows = rows
      self.time = time
      self.inputs = inputs
      self.targets = targets
    }
  }
}

/// Splits symbols into a first part to train on and a last one to validate with.
///
/// - Parameters:
///   - symbols: the text, which stays in its order.
///   - fraction: of the symbols that go to validation, in 0..<1; rounded down.
public func splitForValidation(
  _ symbols: [Int], fraction: Double
) -> (training: [Int], validation: [Int]) {
  let held = Int(Double(symbols.count) * fraction)
  return (Array(symbols.dropLast(held)), Array(symbols.suffix(held)))
}
