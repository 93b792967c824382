import CourseTesting
import Cousins
import LSTMGates
import LinearAlgebra
import XCTest

/// Exercise 13.5: back through the window.
final class WindowTests: ExerciseTestCase {
  /// What a reader may have made of the terms. The default is right.
  private struct Terms {
    var slope: (_ o: Matrix) -> Matrix = { $0 .* (1 - $0) }
    var shownSlope: (_ shown: Matrix) -> Matrix = { 1 - $0 .* $0 }
    var shows: (_ shown: Matrix, _ c: Matrix) -> Matrix = { shown, _ in shown }
    var gate: (_ o: Matrix) -> Matrix = { $0 }
    var arrived = 1.0, throughPeephole = 1.0
    /// What the peephole hands back, from the gate's gradient with its slope and without.
    var handedBack: (_ delta: Matrix, _ slopeless: Matrix) -> Matrix = { delta, _ in delta }
    var looksAt = { (record: StepRecord<WiredValues>) in record.state.cell }
    var row: (WiredCell) -> Int = { $0.wiring.gates.count - 1 }
  }

  private func made(
    _ cell: WiredCell, _ record: StepRecord<WiredValues>, _ dh: Matrix, _ dc: Matrix,
    _ change: (inout Terms) -> Void
  ) -> [Matrix] {
    var terms = Terms()
    change(&terms)
    let (o, c) = (record.values.outputGate, terms.looksAt(record))
    let shown = c.map { tanh($0) }
    let slopeless = dh .* terms.shows(shown, c)
    let output = slopeless .* terms.slope(o)
    var total = dc * terms.arrived + dh .* terms.gate(o) .* terms.shownSlope(shown)
    if cell.wiring.peepholes, cell.wiring.outputGate {
      let weights = cell.peepholes.numbers(ofRow: terms.row(cell))
      let handed = terms.handedBack(output, slopeless)
      total += Matrix(rows: c.rows, columns: c.columns) {
        handed[$0, $1] * weights[$1] * terms.throughPeephole
      }
    }
    return [output, total]
  }

  /// The slopes of the two weighted states as c(t) and the gate's sum move, in plain loops.
  private func right(
    _ cell: WiredCell, _ record: StepRecord<WiredValues>, _ dh: Matrix, _ dc: Matrix
  ) -> [Matrix] {
    let (wiring, o) = (cell.wiring, record.values.outputGate)
    let sums = o.map { $0 < 1 ? Foundation.log($0 / (1 - $0)) : 0 }
    return plainSlopes([sums, record.state.cell]) { moved in
      var total = 0.0
      for row in 0..<dh.rows {
        for unit in 0..<dh.columns {
          let c = moved[1][row, unit]
          let sees = wiring.peepholes && wiring.outputGate
          let weight = sees ? cell.peepholes[wiring.gates.count - 1, unit] : 0
          let sum = moved[0][row, unit] + weight * (c - record.state.cell[row, unit])
          let gate = wiring.outputGate ? plainSigmoid(sum) : 1
          total += dh[row, unit] * gate * tanh(c) + dc[row, unit] * c
        }
      }
      return total
    }
  }

  private func expectGradients(
    _ wiring: Wiring, rows: Int, units: Int, using generator: inout SeededGenerator,
    line: UInt = #line
  ) {
    let cell = randomCell(wiring, inputs: 2, units: units, using: &generator)
    func normal(_ columns: Int) -> Matrix {
      .normal(rows: rows, columns: columns, using: &generator)
    }
    let state = LSTMState(hidden: normal(units) * 0.5, cell: normal(units))
    let record = PlainWired(cell: cell).record(normal(2), from: state)
    let (dh, dc) = (normal(units), normal(units))
    let yours = cell.windowGradients(record, hiddenGradient: dh, cellGradient: dc)
    let right = right(cell, record, dh, dc)
    let told =
      (wiring.outputGate ? "" : ", without an output gate")
      + (wiring.peepholes ? ", with peepholes" : "")
    for (index, name) in ["output gate", "c(t)"].enumerated() {
      func all(_ change: (inout Terms) -> Void) -> Matrix {
        made(cell, record, dh, dc, change)[index]
      }
      expect(
        [yours.output, yours.cell][index], name + told, equals: right[index], within: 1e-7,
        mistakes: [
          .peepholeLeftOut: all { $0.throughPeephole = 0 },
          .peepholeBeforeTheSlope: all { $0.handedBack = { $1 } },
          .anotherPeephole: all { $0.row = { _ in 0 } },
          .outputSlopeMissing: all { $0.slope = { $0 * 0 + 1 } },
          .windowSlopeMissing: all { $0.shownSlope = { $0 * 0 + 1 } },
          .windowWithoutTanh: all { $0.shows = { $1 } },
          .windowGateLeftOut: all { $0.gate = { $0 * 0 + 1 } },
          .nextStepLeftOut: all { $0.arrived = 0 },
          .oldCellShown: all { $0.looksAt = { $0.previous.cell } },
        ], line: line)
    }
  }

  private func expectGradients(of wirings: [Wiring], line: UInt = #line) {
    trials(3) { generator in
      for wiring in wirings {
        expectGradients(wiring, rows: 1, units: 1, using: &generator, line: line)
        expectGradients(wiring, rows: 3, units: 4, using: &generator, line: line)
      }
    }
  }

  func test_13_5_theWindowOfChapter4() { expectGradients(of: [.lstm, .coupled, .noForgetGate]) }
  func test_13_5_withAPeephole() {
    expectGradients(of: plainWirings.filter { $0.peepholes && $0.outputGate })
  }
  func test_13_5_withoutAnOutputGate() {
    expectGradients(of: plainWirings.filter { !$0.outputGate })
  }
}
