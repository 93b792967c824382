import CourseTesting
import Cousins
import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers
import VanillaRNN
import XCTest

/// A layer of plain loops whose way back is plain too: h(t) = x(t) W + λ ⊙ h(t-1). It tells the
/// first step from the last, and is nobody's exercise.
struct PlainLayer: SequenceLayer {
  /// W, inputSize × units.
  var weights: Matrix
  /// λ, 1 × units.
  var decay: Matrix

  init(inputs: Int, units: Int, using generator: inout SeededGenerator) {
    weights = .normal(rows: inputs, columns: units, using: &generator)
    decay = .uniform(rows: 1, columns: units, in: 0.3...0.9, using: &generator)
  }

  var parameterNames: [String] { ["W", "λ"] }
  var parameters: [Matrix] {
    get { [weights, decay] }
    set { (weights, decay) = (newValue[0], newValue[1]) }
  }
  var outputSize: Int { weights.columns }

  func read(_ inputs: [Matrix]) -> Reading<[Matrix]> {
    var old = Matrix(rows: inputs.first?.rows ?? 0, columns: outputSize)
    let hidden = inputs.map { input in
      let before = old
      old = Matrix(rows: input.rows, columns: outputSize) { row, unit in
        (0..<input.columns).reduce(decay[0, unit] * before[row, unit]) {
          $0 + input[row, $1] * weights[$1, unit]
        }
      }
      return old
    }
    return Reading(hidden: hidden, record: inputs)
  }

  func gradients(
    _ reading: Reading<[Matrix]>, hiddenGradients: [Matrix]
  ) -> SequenceGradients {
    let inputs = reading.record
    var (dW, dDecay) = (weights.filledWithZeros, decay.filledWithZeros)
    var carried = hiddenGradients.first?.filledWithZeros ?? Matrix(rows: 0, columns: outputSize)
    var dInputs = inputs
    for t in inputs.indices.reversed() {
      for row in 0..<carried.rows {
        for unit in 0..<outputSize {
          let arriving = hiddenGradients[t][row, unit] + carried[row, unit]
          carried[row, unit] = arriving * decay[0, unit]
          if t > 0 { dDecay[0, unit] += arriving * reading.hidden[t - 1][row, unit] }
          for k in 0..<weights.rows { dW[k, unit] += arriving * inputs[t][row, k] }
        }
      }
      dInputs[t] = Matrix(rows: inputs[t].rows, columns: weights.rows) { row, k in
        (0..<outputSize).reduce(0) {
          $0 + carried[row, $1] / decay[0, $1] * weights[k, $1]
        }
      }
    }
    return SequenceGradients(parameters: [dW, dDecay], inputs: dInputs)
  }
}

extension SequenceGradients: Checkable {
  public var checkedShape: String {
    "parameters \(parameters.map(\.shape)) and inputs \(inputs.map(\.shape))"
  }

  public var checkedEntries: [CheckedEntry] {
    func named(_ name: String, _ matrices: [Matrix], from first: Int) -> [CheckedEntry] {
      matrices.enumerated().flatMap { index, matrix in
        matrix.checkedEntries.map {
          CheckedEntry(place: "\(name) \(first + index), \($0.place)", value: $0.value)
        }
      }
    }
    return named("parameter", parameters, from: 0) + named("input of step", inputs, from: 1)
  }
}

/// The slopes of a layer's weighted hidden states: of its parameters, then of its inputs. What it
/// reads is given in the book.
func slopes<Layer: SequenceLayer>(
  of layer: Layer, _ inputs: [Matrix], _ hiddenGradients: [Matrix]
) -> SequenceGradients {
  let count = layer.parameters.count
  let slopes = plainSlopes(layer.parameters + inputs) { moved in
    var other = layer
    other.parameters = Array(moved.prefix(count))
    return zip(other.read(Array(moved.dropFirst(count))).hidden, hiddenGradients)
      .reduce(0) { $0 + plainDot($1.0, $1.1) }
  }
  return SequenceGradients(
    parameters: Array(slopes.prefix(count)), inputs: Array(slopes.dropFirst(count)))
}

/// Exercise 13.7: back through two directions.
final class DirectionsTests: ExerciseTestCase {
  private typealias Layer = Bidirectional<PlainLayer>

  /// What a reader may have made of it. The default is right.
  private struct Terms {
    /// Whether what arrives, and what the inputs are told, is turned for the layer that reads
    /// backwards.
    var turns = true, turnsInputs = true
    var firstColumns = false, backwardsFirst = false
    var forwards = 1.0, backwards = 1.0
  }

  private func made(
    _ layer: Layer, _ inputs: [Matrix], _ arriving: [Matrix], _ change: (inout Terms) -> Void
  ) -> SequenceGradients {
    var terms = Terms()
    change(&terms)
    let size = layer.forwards.outputSize
    let halves = [0..<size, size..<2 * size]
    let (first, second) = terms.firstColumns ? (halves[1], halves[0]) : (halves[0], halves[1])
    let ahead = layer.forwards.gradients(
      layer.forwards.read(inputs), hiddenGradients: arriving.map { $0.columns(first) })
    let turned = terms.turns ? arriving.reversed() : arriving
    let back = layer.backwards.gradients(
      layer.backwards.read(inputs.reversed()), hiddenGradients: turned.map { $0.columns(second) })
    let told = terms.turnsInputs ? back.inputs.reversed() : back.inputs
    return SequenceGradients(
      parameters: terms.backwardsFirst
        ? back.parameters + ahead.parameters : ahead.parameters + back.parameters,
      inputs: zip(ahead.inputs, told).map { $0 * terms.forwards + $1 * terms.backwards })
  }

  private func expectGradients(
    rows: Int, inputs: Int, units: Int, steps: Int, using generator: inout SeededGenerator,
    line: UInt = #line
  ) {
    let layer = Layer(
      forwards: PlainLayer(inputs: inputs, units: units, using: &generator),
      backwards: PlainLayer(inputs: inputs, units: units, using: &generator))
    func normal(_ columns: Int) -> [Matrix] {
      (0..<steps).map { _ in .normal(rows: rows, columns: columns, using: &generator) }
    }
    let (x, arriving) = (normal(inputs), normal(2 * units))
    func all(_ change: (inout Terms) -> Void) -> SequenceGradients {
      made(layer, x, arriving, change)
    }
    expect(
      layer.gradients(layer.read(x), hiddenGradients: arriving), "gradients",
      equals: slopes(of: layer, x, arriving), within: 1e-7,
      mistakes: [
        .arrivingNotTurned: all { $0.turns = false },
        .inputsNotTurned: all { $0.turnsInputs = false },
        .nothingTurned: all { ($0.turns, $0.turnsInputs) = (false, false) },
        .halvesExchanged: all { $0.firstColumns = true },
        .backwardsFirst: all { $0.backwardsFirst = true },
        .onlyForwardsTold: all { $0.backwards = 0 },
        .onlyBackwardsTold: all { $0.forwards = 0 },
        .meanOfDirections: all { ($0.forwards, $0.backwards) = (0.5, 0.5) },
      ], line: line)
  }

  func test_13_7_aSequenceOfThree() {
    trials(4) { expectGradients(rows: 1, inputs: 1, units: 1, steps: 3, using: &$0) }
  }

  func test_13_7_everyGradientOfABatch() {
    trials(4) { expectGradients(rows: 3, inputs: 2, units: 3, steps: 4, using: &$0) }
  }

  func test_13_7_oneStepHasNoDirection() {
    trials(2) { expectGradients(rows: 2, inputs: 3, units: 2, steps: 1, using: &$0) }
  }

  func test_13_7_asInPyTorch() throws {
    for golden in try GoldenLayers.named("PyTorch, two directions") {
      let layer = Bidirectional(forwards: golden.lstm(at: 0), backwards: golden.lstm(at: 3))
      expect(layer, computes: golden)
    }
  }
}
