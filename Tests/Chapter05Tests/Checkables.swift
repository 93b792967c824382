import Backpropagation
import CourseTesting
import HeatStrips
import LinearAlgebra

// A difference in one of several gradients is named by the gradient that it is in:
// `recurrent weights, row 0, column 1`.

/// The shapes of a sequence's gradients in one line where all its inputs have the same one.
private func shape(_ inputs: [Matrix], _ parts: [(name: String, matrix: Matrix)]) -> String {
  let isEven = inputs.allSatisfy { $0.shape == inputs[0].shape }
  let first = isEven ? inputs.prefix(1).map { "\(inputs.count) inputs of \($0.shape)" } : []
  let others = isEven ? Array(parts.dropFirst(inputs.count)) : parts
  return (first + others.map { "\($0.name) of \($0.matrix.shape)" }).joined(separator: ", ")
}

/// Gradients that a suite compares part by part.
protocol NamedGradients: Checkable {
  var parts: [(name: String, matrix: Matrix)] { get }
}

extension NamedGradients {
  public var checkedShape: String {
    parts.map { "\($0.name) of \($0.matrix.shape)" }.joined(separator: ", ")
  }

  public var checkedEntries: [CheckedEntry] {
    parts.flatMap { part in
      part.matrix.checkedEntries.map { entry in
        CheckedEntry(place: "\(part.name), \(entry.place),", value: entry.value)
      }
    }
  }
}

extension NamedGradients {
  /// Which of the gradients are wrong.
  public func strip(against expected: Self, within tolerance: Double) -> HeatStrip? {
    HeatStrip(
      rows: zip(parts, expected.parts).flatMap { yours, expected in
        stripRows(yours.name, yours.matrix, expected.matrix, within: tolerance)
      }, steps: 0)
  }
}

/// One row for a gradient, or one for each gate's block of an LSTM's W, U or b.
///
/// - Parameter hasGates: whether the columns are those of the three gates and the candidate.
func stripRows(
  _ name: String, _ yours: Matrix, _ expected: Matrix, hasGates: Bool = false,
  within tolerance: Double
) -> [HeatStrip.Row] {
  guard hasGates, yours.shape == expected.shape else {
    return [.init(part: name, errors: [largestError(yours, expected, within: tolerance)])]
  }
  let size = expected.columns / 4
  return gateNames.enumerated().map { gate, block in
    let columns = gate * size..<(gate + 1) * size
    let error = largestError(
      yours.columns(columns), expected.columns(columns), within: tolerance)
    return .init(part: name, block: block, errors: [error])
  }
}

let gateNames = ["input gate", "forget gate", "candidate", "output gate"]

extension AffineGradients: NamedGradients {
  var parts: [(name: String, matrix: Matrix)] {
    [("input", input), ("weights", weights), ("bias", bias)]
  }
}

extension RNNStepGradients: NamedGradients {
  var parts: [(name: String, matrix: Matrix)] {
    [
      ("input", input), ("previous hidden state", previousHidden), ("input weights", inputWeights),
      ("recurrent weights", recurrentWeights), ("bias", bias),
    ]
  }
}

extension RNNGradients: NamedGradients {
  public var checkedShape: String { shape(inputs, parts) }

  var parts: [(name: String, matrix: Matrix)] {
    inputs.enumerated().map { ("input of step \($0.offset + 1)", $0.element) } + [
      ("initial hidden state", initialHidden), ("input weights", inputWeights),
      ("recurrent weights", recurrentWeights), ("bias", bias),
    ]
  }
}

extension LSTMStepGradients: NamedGradients {
  var parts: [(name: String, matrix: Matrix)] {
    [
      ("input", input), ("previous hidden state", previousHidden),
      ("previous cell state", previousCell), ("input weights", inputWeights),
      ("recurrent weights", recurrentWeights), ("bias", bias),
    ]
  }

  /// Which of the gradients are wrong, and in which gate's block.
  public func strip(
    against expected: LSTMStepGradients, within tolerance: Double
  ) -> HeatStrip? {
    HeatStrip(
      rows: zip(parts, expected.parts).enumerated().flatMap { place, pair in
        stripRows(
          pair.0.name, pair.0.matrix, pair.1.matrix, hasGates: place > 2, within: tolerance)
      }, steps: 0)
  }
}

extension LSTMGradients: NamedGradients {
  public var checkedShape: String { shape(inputs, parts) }

  var parts: [(name: String, matrix: Matrix)] {
    inputs.enumerated().map { ("input of step \($0.offset + 1)", $0.element) } + [
      ("initial hidden state", initialHidden), ("initial cell state", initialCell),
      ("input weights", inputWeights), ("recurrent weights", recurrentWeights), ("bias", bias),
    ]
  }
}

/// The largest relative error of any number, `|a - n| / max(|a|, |n|)`; infinite where a number is
/// not finite or the shapes differ. Where both are smaller than `floor`, the error is relative to
/// that: below it the differences themselves are rounding.
func largestRelativeError<Value: Checkable>(
  _ yours: Value, _ measured: Value, floor: Double = 1e-3
) -> Double {
  if yours.checkedShape != measured.checkedShape { return .infinity }
  let errors = zip(yours.checkedEntries, measured.checkedEntries).map { a, n in
    abs(a.value - n.value) / max(abs(a.value), abs(n.value), floor)
  }
  return errors.allSatisfy(\.isFinite) ? errors.max() ?? 0 : .infinity
}
