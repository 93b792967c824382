import CourseTesting
import Cousins
import LSTMGates
import LinearAlgebra
import XCTest

/// Exercise 13.3: back through one step of a GRU.
final class GRUGradientTests: ExerciseTestCase {
  /// Whether what is compared has the columns of all three parts side by side, as W, U and b have.
  private var hasParts = false
  override var columnBlocks: [String] {
    hasParts ? ["reset gate", "update gate", "candidate"] : []
  }

  /// What a reader may have made of the terms. The default is right.
  private struct Terms {
    var update: (_ h: Matrix, _ g: Matrix) -> Matrix = { $0 - $1 }
    var slope: (Matrix) -> Matrix = { $0 .* (1 - $0) }
    var updateSlope: (Matrix) -> Matrix = { $0 .* (1 - $0) }
    var tanhSlope: (Matrix) -> Matrix = { 1 - $0 .* $0 }
    var replaced: (_ z: Matrix) -> Matrix = { 1 - $0 }
    var kept: (_ z: Matrix) -> Matrix = { $0 }
    /// Of the candidate's way to the old state, and of the gates'.
    var direct = 1.0, gates = 1.0
    /// What the reset gate multiplied where it acts after.
    var met: (_ q: Matrix, _ h: Matrix) -> Matrix = { q, _ in q }
    /// What the candidate's weights saw where the reset gate acts before.
    var seen: (_ r: Matrix, _ h: Matrix) -> Matrix = { $0 .* $1 }
    var passed: (_ r: Matrix) -> Matrix = { $0 }
    var product: (_ candidate: Matrix, _ r: Matrix) -> Matrix = { $0 .* $1 }
    var order = [0, 1]
  }

  private func made(
    _ cell: GRUCell, _ record: StepRecord<GRUValues>, _ arriving: Matrix,
    _ change: (inout Terms) -> Void
  ) -> [Matrix] {
    var terms = Terms()
    change(&terms)
    let (h, size, values) = (record.previous.hidden, cell.recurrentWeights.rows, record.values)
    let (r, z, g, q) = (values.reset, values.update, values.candidate, values.product)
    let dz = arriving .* terms.update(h, g) .* terms.updateSlope(z)
    let dg = arriving .* terms.replaced(z) .* terms.tanhSlope(g)
    let u = cell.recurrentWeights
    let (ur, ug) = (u.columns(0..<2 * size), u.columns(2 * size..<3 * size))
    let isAfter = cell.form == .resetAfter
    let product = isAfter ? terms.product(dg, r) : dg
    let back = product * ug.transposed
    let dr = (isAfter ? dg .* terms.met(q, h) : back .* h) .* terms.slope(r)
    let both = [dr, dz]
    let gates = Matrix.sideBySide(terms.order.map { both[$0] })
    let sums = Matrix.sideBySide([gates, dg])
    let direct = isAfter ? back : back .* terms.passed(r)
    let dh =
      arriving .* terms.kept(z) + direct * terms.direct + gates * ur.transposed * terms.gates
    let seen = isAfter ? h : terms.seen(r, h)
    return [
      record.input.transposed * sums,
      .sideBySide([h.transposed * gates, seen.transposed * product]), sums.columnSums,
    ] + (isAfter ? [product.columnSums] : [])
      + [sums * cell.inputWeights.transposed, dh]
  }

  private func expectGradients(
    _ cell: GRUCell, _ input: Matrix, from hidden: Matrix, _ arriving: Matrix, line: UInt = #line
  ) {
    let record = PlainGRU(cell: cell).record(input, from: hidden)
    let yours = cell.stepGradients(
      record, hiddenGradient: arriving, cellGradient: hidden.filledWithZeros)
    let count = cell.parameters.count
    let right = plainSlopes(cell.parameters + [input, hidden]) { moved in
      var other = cell
      other.parameters = Array(moved.prefix(count))
      let state = PlainGRU(cell: other).record(moved[count], from: moved[count + 1]).state
      return plainDot(arriving, state.hidden)
    }
    let listed = yours.parameters + [yours.input, yours.previous.hidden]
    expect(
      listed.map(\.shape), "shapes of the gradients of the parameters, x and h",
      is: right.map(\.shape), line: line)
    guard listed.map(\.shape) == right.map(\.shape) else { return }
    for (index, name) in (cell.parameterNames + ["x", "h"]).enumerated() {
      func all(_ change: (inout Terms) -> Void) -> Matrix {
        made(cell, record, arriving, change)[index]
      }
      hasParts = index < 3
      expect(
        listed[index], "gradient of \(name), \(cell.form == .resetAfter ? "after" : "before")",
        equals: right[index], within: 1e-7,
        mistakes: [
          .candidateMinusOld: all { $0.update = { $1 - $0 } },
          .updateMeetsTheOldOnly: all { $0.update = { h, _ in h } },
          .gateSlopeMissing: all { $0.updateSlope = { $0 * 0 + 1 } },
          .gateSlopeMissing: all {
            $0.updateSlope = { $0 * 0 + 1 }
            $0.slope = { $0 * 0 + 1 }
          },
          .candidateSlopeMissing: all { $0.tanhSlope = { $0 * 0 + 1 } },
          .candidateByUpdate: all { $0.replaced = { $0 } },
          .keptByTheRest: all { $0.kept = { 1 - $0 } },
          .keptLeftOut: all { $0.kept = { $0 * 0 } },
          .candidateWayLeftOut: all { $0.direct = 0 },
          .gatesWayLeftOut: all { $0.gates = 0 },
          .onlyKept: all { ($0.direct, $0.gates) = (0, 0) },
          .resetMeetsTheState: all { $0.met = { $1 } },
          .weightsSawAll: all { $0.seen = { $1 } },
          .resetNotPassed: all { $0.passed = { $0 * 0 + 1 } },
          .productUnreset: all { $0.product = { dg, _ in dg } },
          .gateBlocksExchanged: all { $0.order = [1, 0] },
        ], line: line)
    }
  }

  private func expectGradients(
    rows: Int, inputs: Int, units: Int, using generator: inout SeededGenerator,
    line: UInt = #line
  ) {
    for form in GRUForm.allCases {
      var cell = GRUCell(form, inputSize: inputs, hiddenSize: units, using: &generator)
      cell.parameters = cell.parameters.map {
        .normal(rows: $0.rows, columns: $0.columns, standardDeviation: 0.7, using: &generator)
      }
      expectGradients(
        cell, .normal(rows: rows, columns: inputs, using: &generator),
        from: .uniform(rows: rows, columns: units, in: -0.9...0.9, using: &generator),
        .normal(rows: rows, columns: units, using: &generator), line: line)
    }
  }

  func test_13_3_oneUnitAndOneRow() {
    trials(4) { expectGradients(rows: 1, inputs: 1, units: 1, using: &$0) }
  }

  func test_13_3_everyGradientOfABatch() {
    trials(4) { expectGradients(rows: 3, inputs: 2, units: 3, using: &$0) }
  }

  func test_13_3_sequencesAsInPyTorchAndKeras() throws {
    for (name, form) in [
      ("PyTorch, reset after", GRUForm.resetAfter), ("Keras, reset before", .resetBefore),
    ] {
      for golden in try GoldenLayers.named(name) {
        let cell = golden.gru(form)
        var (state, records) = (golden.inputs[0].filledWithZeros, [StepRecord<GRUValues>]())
        state = Matrix(rows: state.rows, columns: cell.hiddenSize)
        for input in golden.inputs {
          records.append(PlainGRU(cell: cell).record(input, from: state))
          state = records[records.count - 1].state.hidden
        }
        let yours = cell.gradients(
          .init(hidden: golden.hidden, record: records), hiddenGradients: golden.hiddenGradients)
        expect(
          yours, "gradients as of \(name)",
          equals: SequenceGradients(parameters: golden.gradients, inputs: golden.inputGradients),
          within: 1e-6)
      }
    }
  }
}
