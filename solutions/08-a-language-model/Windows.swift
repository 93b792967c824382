import ExerciseSupport
import LinearAlgebra

/// A stretch of time in several rows of a text: what a model reads, and what it should predict.
public struct Window: Equatable, Sendable {
  // REGION window
  /// For each step, the symbol that each row reads.
  public var inputs: [[Int]]
  /// For each step, the symbol that each row should predict: the one after that which it reads.
  public var targets: [[Int]]

  /// Steps in time.
  public var length: Int { targets.count }
  /// Texts that are read side by side; 0 where there is no step.
  public var rows: Int { targets.first?.count ?? 0 }
  /// How many predictions a model makes here.
  public var predictionCount: Int { length * rows }
  // END REGION window

  /// Creates a window from its parts.
  public init(inputs: [[Int]], targets: [[Int]]) {
    self.inputs = inputs
    self.targets = targets
  }
}

/// Cuts a text into windows, so that a model can read it in parallel and carry its state from each
/// window to the next.
///
/// The text is laid out in `rows` stretches of equal length, one under the other; a window takes
/// the next `length` steps of all of them. Row r of one window goes on where row r of the window
/// before it stopped, and each symbol but the first is a target exactly once:
///
///     text  a b c d e f g h i        rows: 2, length: 3
///
///           window 0        window 1
///     row 0 a b c → b c d   d → e
///     row 1 e f g → f g h   h → i
///
/// Where `length` does not divide a row, the last window is shorter. Where `rows` does not divide
/// the text's predictions, one fewer than its symbols, the remainder at the end is left out.
///
/// - Parameters:
///   - symbols: the text.
///   - rows: stretches that are read side by side, at least 1.
///   - length: steps in a window, at least 1.
/// - Precondition: there are more symbols than rows.
/// - Note: the layout is that of Zaremba, Sutskever and Vinyals (2014), "Recurrent Neural Network
///   Regularization".
public func windows(of symbols: [Int], rows: Int, length: Int) -> [Window] {
  stop(if: windowsProblem(symbols.count, rows: rows, length: length))
  // EXERCISE 8.3 (4 points): a text in windows
  let rowLength = (symbols.count - 1) / rows
  return stride(from: 0, to: rowLength, by: length).map { first in
    let steps = first..<min(first + length, rowLength)
    let inputs = steps.map { step in (0..<rows).map { row in symbols[row * rowLength + step] } }
    let targets = steps.map { step in
      (0..<rows).map { row in symbols[row * rowLength + step + 1] }
    }
    return Window(inputs: inputs, targets: targets)
  }
  // PLACEHOLDER return notWritten("8.3", [])
  // END
}

/// The sentence that says why a text cannot be cut so; nil where it can.
func windowsProblem(_ symbols: Int, rows: Int, length: Int) -> String? {
  if rows < 1 || length < 1 {
    return "windows of \(rows) rows and \(length) steps are empty: they need at least 1 of each"
  }
  return symbols > rows
    ? nil
    : "\(symbols) symbols do not fill \(rows) rows: each row needs one to read, and the last one "
      + "more to predict"
}

// REGION split
/// Cuts off the end of a text, which the model then never learns from.
///
/// - Parameters:
///   - symbols: the text, which stays in its order.
///   - fraction: of the symbols that are held back, in [0, 1], rounded down.
public func splitForValidation<Symbol>(
  _ symbols: [Symbol], fraction: Double
) -> (training: [Symbol], validation: [Symbol]) {
  let held = Int(Double(symbols.count) * fraction)
  return (Array(symbols.dropLast(held)), Array(symbols.suffix(held)))
}
// END REGION split
