import CourseTesting
import Foundation
import LinearAlgebra

@testable import Backpropagation
@testable import LSTMGates
@testable import Translation
@testable import UnequalLengths

// The judge of this chapter, in plain loops, one number at a time. Of a reader's code it uses nothing.

enum Plain {
  /// One step of the rows whose mask is 1, as chapter 10 records it.
  static func maskedStep(
    _ cell: LSTMCell, _ input: Matrix, from state: LSTMState, mask: Matrix
  ) -> MaskedStepRecord {
    let step = PlainLSTMStep(
      input, from: (state.hidden, state.cell),
      by: (cell.inputWeights, cell.recurrentWeights, cell.bias))
    func kept(_ old: Matrix, _ new: Matrix) -> Matrix {
      build(old.rows, old.columns) { mask[$0, 0] == 1 ? new[$0, $1] : old[$0, $1] }
    }
    return MaskedStepRecord(
      step: LSTMStepRecord(
        input: input, previous: state,
        gates: GateValues(
          inputGate: step.inputGate, forgetGate: step.forgetGate, candidate: step.candidate,
          outputGate: step.outputGate),
        state: LSTMState(hidden: step.hidden, cell: step.cell)),
      mask: mask,
      state: LSTMState(
        hidden: kept(state.hidden, step.hidden), cell: kept(state.cell, step.cell)))
  }

  static func softmax(_ scores: [Double]) -> [Double] {
    let largest = scores.max() ?? 0
    let powers = scores.map { Foundation.exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// log p of each symbol.
  static func logs(_ logits: Matrix) -> [Double] {
    softmax((0..<logits.columns).map { logits[0, $0] }).map { Foundation.log($0) }
  }
}

func weightedSum(_ left: Matrix, _ right: Matrix) -> Double {
  zip(left.values, right.values).reduce(0) { $0 + $1.0 * $1.1 }
}

/// A decoder whose logits depend on all that it has read, without a network.
struct Toy {
  /// V × V: what each symbol says of the next.
  var table: Matrix
  /// 1 × V, added to all logits.
  var bias: Matrix

  /// The state has a number for each symbol: its traces, which fade.
  func step(_ symbol: Int, _ state: Matrix) -> (logits: Matrix, state: Matrix) {
    let next = build(1, table.columns) { 0.6 * state[0, $1] + ($1 == symbol ? 1 : 0) }
    let logits = build(1, table.columns) { _, column in
      (0..<table.rows).reduce(bias[0, column]) { $0 + next[0, $1] * table[$1, column] }
    }
    return (logits, next)
  }

  var start: Matrix { Matrix(rows: 1, columns: table.columns) }
}

extension SeededGenerator {
  /// From 1 to `largest`.
  mutating func size(_ largest: Int) -> Int { 1 + integer(below: largest) }

  mutating func normal(_ rows: Int, _ columns: Int, _ standardDeviation: Double = 1) -> Matrix {
    .normal(rows: rows, columns: columns, standardDeviation: standardDeviation, using: &self)
  }

  mutating func state(_ rows: Int, _ units: Int) -> LSTMState {
    LSTMState(hidden: normal(rows, units, 0.5), cell: normal(rows, units))
  }

  /// Sequences of symbols of `lengths`, each symbol below `size`.
  mutating func sequences(_ lengths: [Int], below size: Int) -> [[Int]] {
    lengths.map { length in (0..<length).map { _ in integer(below: size) } }
  }

  /// A decoder of so many symbols; the higher its bias for the end, the sooner it ends.
  mutating func toy(_ size: Int, endBias: Double = 0) -> Toy {
    var toy = Toy(table: normal(size, size, 1.5), bias: normal(1, size, 0.5))
    toy.bias[0, Letters.end] += endBias
    return toy
  }
}
