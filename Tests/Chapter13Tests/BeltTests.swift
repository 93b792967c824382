import CourseTesting
import Cousins
import LSTMGates
import LinearAlgebra
import XCTest

/// Wirings that a cell can have, without layer norm.
let plainWirings: [Wiring] = [true, false].flatMap { input in
  Keeping.allCases.flatMap { keeping in
    [true, false].flatMap { output in
      [true, false].compactMap { peepholes in
        keeping == .coupled && !input
          ? nil
          : Wiring(
            inputGate: input, keeping: keeping, outputGate: output, peepholes: peepholes)
      }
    }
  }
}

/// A cell of random weights, large enough for gates to be half open and tanh to bend.
func randomCell(
  _ wiring: Wiring, inputs: Int, units: Int, using generator: inout SeededGenerator
) -> WiredCell {
  var cell = WiredCell(wiring, inputSize: inputs, hiddenSize: units, using: &generator)
  cell.parameters = cell.parameters.map {
    .normal(rows: $0.rows, columns: $0.columns, standardDeviation: 0.7, using: &generator)
  }
  return cell
}

/// Exercise 13.4: back along the belt.
final class BeltTests: ExerciseTestCase {
  /// What a reader may have made of the terms. The default is right.
  private struct Terms {
    var write: (_ g: Matrix, _ c: Matrix) -> Matrix = { g, _ in g }
    var coupled: (_ g: Matrix, _ c: Matrix) -> Matrix = { $0 - $1 }
    var keep: (_ c: Matrix, _ g: Matrix) -> Matrix = { c, _ in c }
    /// Whether a cell has a forget gate of its own to tell.
    var hasForgetGate: (Wiring) -> Bool = { $0.keeping == .forgetGate }
    var slope: (Matrix) -> Matrix = { $0 .* (1 - $0) }
    var candidate: (_ i: Matrix, _ f: Matrix) -> Matrix = { i, _ in i }
    var tanhSlope: (Matrix) -> Matrix = { 1 - $0 .* $0 }
    var kept: (_ i: Matrix, _ f: Matrix) -> Matrix = { _, f in f }
  }

  private func made(
    _ wiring: Wiring, _ values: WiredValues, _ c: Matrix, _ arriving: Matrix,
    _ change: (inout Terms) -> Void
  ) -> [Matrix] {
    var terms = Terms()
    change(&terms)
    let (i, f, g) = (values.inputGate, values.forgetGate, values.candidate)
    let write = wiring.keeping == .coupled ? terms.coupled(g, c) : terms.write(g, c)
    let keep = terms.hasForgetGate(wiring) ? terms.keep(c, g) : c.filledWithZeros
    return [
      arriving .* write .* terms.slope(i), arriving .* keep .* terms.slope(f),
      arriving .* terms.candidate(i, f) .* terms.tanhSlope(g), arriving .* terms.kept(i, f),
    ]
  }

  /// The four slopes of a weighted c(t), in plain loops.
  private func right(
    _ wiring: Wiring, _ sums: [Matrix], _ c: Matrix, _ arriving: Matrix
  ) -> [Matrix] {
    plainSlopes(sums + [c]) { moved in
      var total = 0.0
      for place in 0..<arriving.values.count {
        let i = wiring.inputGate ? plainSigmoid(moved[0].values[place]) : 1
        let own = plainSigmoid(moved[1].values[place])
        let f =
          wiring.keeping == .forgetGate ? own : wiring.keeping == .coupled ? 1 - i : 1
        total +=
          arriving.values[place]
          * (f * moved[3].values[place] + i * tanh(moved[2].values[place]))
      }
      return total
    }
  }

  private func expectGradients(
    _ wiring: Wiring, rows: Int, units: Int, using generator: inout SeededGenerator,
    line: UInt = #line
  ) {
    func normal() -> Matrix { .normal(rows: rows, columns: units, using: &generator) }
    let (sums, c, arriving) = ([normal(), normal(), normal()], normal() * 1.5, normal())
    let ones = Matrix(rows: rows, columns: units, repeating: 1)
    let i = wiring.inputGate ? sums[0].map(plainSigmoid) : ones
    let f =
      wiring.keeping == .forgetGate
      ? sums[1].map(plainSigmoid) : wiring.keeping == .coupled ? ones - i : ones
    let values = WiredValues(
      inputGate: i, forgetGate: f, candidate: sums[2].map { tanh($0) }, outputGate: ones)
    let cell = randomCell(wiring, inputs: 1, units: units, using: &generator)
    let yours = cell.beltGradients(values, from: c, gradient: arriving)
    let right = right(wiring, sums, c, arriving)
    let listed = [yours.input, yours.forget, yours.candidate, yours.previousCell]
    for (index, name) in ["input gate", "forget gate", "candidate", "c(t-1)"].enumerated() {
      func all(_ change: (inout Terms) -> Void) -> Matrix {
        made(wiring, values, c, arriving, change)[index]
      }
      expect(
        listed[index], "\(name), \(told(wiring))", equals: right[index], within: 1e-7,
        mistakes: [
          .couplingLeftOut: all { $0.coupled = { g, _ in g } },
          .couplingAdded: all { $0.coupled = { $0 + $1 } },
          .couplingTurned: all { $0.coupled = { $1 - $0 } },
          .candidateForgotten: all { $0.coupled = { _, c in -1 * c } },
          .everyCellCoupled: all { $0.write = { $0 - $1 } },
          .gateThatIsNotThere: all { $0.hasForgetGate = { $0.keeping != .everything } },
          .forgetNeverLearns: all { $0.hasForgetGate = { _ in false } },
          .partnersExchanged: all {
            $0.write = { _, c in c }
            $0.keep = { _, g in g }
          },
          .beltGateSlopeMissing: all { $0.slope = { $0 * 0 + 1 } },
          .beltTanhSlopeMissing: all { $0.tanhSlope = { $0 * 0 + 1 } },
          .writtenByForgetGate: all { $0.candidate = { $1 } },
          .keptByInputGate: all { $0.kept = { i, _ in i } },
          .beltKeepsAll: all { $0.kept = { i, _ in i * 0 + 1 } },
        ], line: line)
    }
  }

  private func told(_ wiring: Wiring) -> String {
    let keeping =
      switch wiring.keeping {
      case .forgetGate: "with a forget gate"
      case .coupled: "coupled"
      case .everything: "without a forget gate"
      }
    return keeping + (wiring.inputGate ? "" : ", without an input gate")
  }

  private func expectGradients(of keeping: Keeping, line: UInt = #line) {
    trials(4) { generator in
      for inputGate in keeping == .coupled ? [true] : [true, false] {
        let wiring = Wiring(inputGate: inputGate, keeping: keeping)
        expectGradients(wiring, rows: 1, units: 1, using: &generator, line: line)
        expectGradients(wiring, rows: 3, units: 4, using: &generator, line: line)
      }
    }
  }

  func test_13_4_withAForgetGate() { expectGradients(of: .forgetGate) }
  func test_13_4_coupled() { expectGradients(of: .coupled) }
  func test_13_4_withoutAForgetGate() { expectGradients(of: .everything) }
}
