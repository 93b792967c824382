import CourseTesting
import Cousins
import Foundation
import LSTMGates
import LinearAlgebra
import XCTest

extension GRUValues: Checkable {
  public var checkedShape: String {
    "\(reset.shape), \(update.shape), \(candidate.shape) and \(product.shape)"
  }

  public var checkedEntries: [CheckedEntry] {
    [("r", reset), ("z", update), ("g", candidate), ("q", product)].flatMap { name, matrix in
      matrix.checkedEntries.map { CheckedEntry(place: "\(name), \($0.place)", value: $0.value) }
    }
  }
}

/// Exercise 13.2: a GRU in both forms.
final class GRUTests: ExerciseTestCase {
  /// What a reader may have made of the parts. The default is right.
  private struct Terms {
    var order = [0, 1, 2]
    var form: GRUForm?
    var gate: (Double) -> Double = plainSigmoid
    var squash: (Double) -> Double = { Foundation.tanh($0) }
    /// What goes into the candidate where the reset gate acts after.
    var sum: (_ own: Double, _ r: Double, _ q: Double, _ v: Double) -> Double = { own, r, q, _ in
      own + r * q
    }
    var product: (_ q: Double, _ v: Double) -> Double = { q, _ in q }
    /// What the candidate sees of the old state where the reset gate acts before.
    var seen: (_ r: Double, _ z: Double, _ h: Double) -> Double = { r, _, h in r * h }
    var weights: (Matrix) -> Matrix = { $0 }
  }

  private func made(
    _ cell: GRUCell, _ input: Matrix, _ hidden: Matrix, _ change: (inout Terms) -> Void
  ) -> GRUValues {
    var terms = Terms()
    change(&terms)
    let (size, u) = (cell.recurrentWeights.rows, terms.weights(cell.recurrentWeights))
    let form = terms.form ?? cell.form
    let rows = (0..<input.rows).map { row -> [[Double]] in
      let (x, h) = (input.numbers(ofRow: row), hidden.numbers(ofRow: row))
      let own = plainSums(x, [], cell.inputWeights, u, cell.bias)
      let both = plainSums(x, h, cell.inputWeights, u, cell.bias)
      let r = (0..<size).map { terms.gate(both[terms.order[0] * size + $0]) }
      let z = (0..<size).map { terms.gate(both[terms.order[1] * size + $0]) }
      return (0..<size).map { unit in
        let column = terms.order[2] * size + unit
        let v = cell.form == .resetAfter ? cell.resetBias[0, unit] : 0
        if form == .resetAfter {
          let q = both[column] - own[column] + v
          let g = terms.squash(terms.sum(own[column], r[unit], q, v))
          return [r[unit], z[unit], g, terms.product(q, v)]
        }
        let sum = (0..<size).reduce(own[column]) {
          $0 + terms.seen(r[$1], z[$1], h[$1]) * u[$1, column]
        }
        return [r[unit], z[unit], terms.squash(sum), 0]
      }
    }
    func all(_ index: Int) -> Matrix {
      Matrix(rows: input.rows, columns: size) { rows[$0][$1][index] }
    }
    return GRUValues(reset: all(0), update: all(1), candidate: all(2), product: all(3))
  }

  private func expectValues(
    _ cell: GRUCell, _ input: Matrix, from hidden: Matrix, line: UInt = #line
  ) {
    func all(_ change: (inout Terms) -> Void) -> GRUValues { made(cell, input, hidden, change) }
    expect(
      cell.values(input, from: hidden), "gates, candidate and product",
      equals: PlainGRU(cell: cell).record(input, from: hidden).values,
      mistakes: [
        .updateFirst: all { $0.order = [1, 0, 2] },
        .candidateFirst: all { $0.order = [1, 2, 0] },
        .alwaysBefore: all { $0.form = .resetBefore },
        .alwaysAfter: all { $0.form = .resetAfter },
        .alwaysAfter: all {
          $0.form = .resetAfter
          if cell.form == .resetBefore { $0.product = { _, _ in 0 } }
        },
        .candidateThroughSigma: all { $0.squash = plainSigmoid },
        .gatesThroughTanh: all { $0.gate = { Foundation.tanh($0) } },
        .resetBiasLeftOut: all {
          $0.sum = { own, r, q, v in own + r * (q - v) }
          $0.product = { q, v in q - v }
        },
        .resetBiasOutside: all {
          $0.sum = { own, r, q, v in own + r * (q - v) + v }
          $0.product = { q, v in q - v }
        },
        .resetMeetsTheInput: all { $0.sum = { own, r, q, _ in r * (own + q) } },
        .candidateSeesAll: all {
          $0.sum = { own, _, q, _ in own + q }
          $0.seen = { _, _, h in h }
        },
        .updateForReset: all { $0.seen = { _, z, h in z * h } },
      ], line: line)
  }

  private func cell(
    _ form: GRUForm, _ inputs: Int, _ units: Int, using generator: inout SeededGenerator
  ) -> GRUCell {
    var cell = GRUCell(form, inputSize: inputs, hiddenSize: units, using: &generator)
    cell.parameters = cell.parameters.map {
      .normal(rows: $0.rows, columns: $0.columns, using: &generator)
    }
    return cell
  }

  func test_13_2_theWorkedExample() {
    // By hand in chapter 13.
    let before = GRUCell(
      form: .resetBefore, inputWeights: [[1, 0, 2]], recurrentWeights: [[0, 2, 4]],
      bias: [[0, -1, -1]])
    expectValues(before, [[0]], from: [[0.5]])
    let after = GRUCell(
      form: .resetAfter, inputWeights: [[1, 0, 2]], recurrentWeights: [[0, 2, 4]],
      bias: [[0, -1, -1]], resetBias: [[1]])
    expectValues(after, [[0]], from: [[0.5]])
    let yours = before.values([[0]], from: [[0.5]])
    expect(yours.candidate, "candidate", equals: [[0]])
    expect(
      after.values([[0]], from: [[0.5]]).candidate, "candidate of the other form",
      equals: [[0.4621]], within: 5e-5)
  }

  func test_13_2_bothFormsOfABatch() {
    trials(8) { generator in
      for form in GRUForm.allCases {
        expectValues(
          cell(form, 2, 3, using: &generator), .normal(rows: 4, columns: 2, using: &generator),
          from: .uniform(rows: 4, columns: 3, in: -1...1, using: &generator))
      }
    }
  }

  func test_13_2_anOldStateOfZeros() {
    trials(4) { generator in
      for form in GRUForm.allCases {
        expectValues(
          cell(form, 3, 2, using: &generator), .normal(rows: 1, columns: 3, using: &generator),
          from: Matrix(rows: 1, columns: 2))
      }
    }
  }

  func test_13_2_asInPyTorchAndKeras() throws {
    for (name, form) in [
      ("PyTorch, reset after", GRUForm.resetAfter), ("Keras, reset before", .resetBefore),
    ] {
      for golden in try GoldenLayers.named(name) {
        let states = golden.gru(form).read(golden.inputs).hidden
        expect(states, "hidden states of \(name)", equals: golden.hidden, within: 1e-6)
      }
    }
  }
}
