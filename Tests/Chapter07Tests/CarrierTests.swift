import CourseTesting
import LSTMGates
import LinearAlgebra
import Optimizers
import VanillaRNN
import XCTest

/// Exercise 7.9: the unit that carries.
final class CarrierTests: ExerciseTestCase {
  private typealias Case = (model: LSTMRegressor, batch: AddingBatch)

  /// Expects the carriers of some networks, one after the other: what a mistake would have found is
  /// told by all of them together.
  private func expectCarriers(_ cases: [Case], _ subject: String, line: UInt = #line) {
    func found(_ number: (Case, Int) -> Double) -> [Int] {
      cases.map { it in
        let numbers = (0..<it.model.cell.hiddenSize).map { number(it, $0) }
        return numbers.indices.max { numbers[$0] < numbers[$1] }!
      }
    }
    let right = found { Self.loss($0, without: $1) }
    expect(
      cases.map { $0.model.carrier(on: $0.batch) }, subject, equals: right,
      mistakes: [
        .leastMissed: found { -Self.loss($0, without: $1) },
        .answerAlone: found { Self.loss($0, without: $1, speaksToGates: true) },
        .gatesAlone: found { Self.loss($0, without: $1, speaksToAnswer: true) },
        .wrongWay: found { Self.loss($0, without: $1, speaksToGates: true, hears: false) },
        .largestWeight: found { abs($0.model.output.weights[$1, 0]) },
        .largestState: found { it, unit in
          let last = it.model.cell.plainStates(it.batch.inputs)[it.batch.inputs.count - 1]
          return last.column(unit).values.reduce(0) { $0 + abs($1) }
        },
        .widestBias: found { it, unit in
          it.model.cell.bias[0, it.model.cell.hiddenSize + unit]
        },
        .countedFromOne: right.map { $0 + 1 },
      ], line: line)
  }

  private static func loss(
    _ it: Case, without unit: Int, speaksToGates: Bool = false, speaksToAnswer: Bool = false,
    hears: Bool = true
  ) -> Double {
    let units = it.model.cell.hiddenSize
    var copy = it.model
    for other in 0..<units {
      for block in 0..<4 {
        if !speaksToGates { copy.cell.recurrentWeights[unit, block * units + other] = 0 }
        if !hears { copy.cell.recurrentWeights[other, block * units + unit] = 0 }
      }
    }
    if !speaksToAnswer { copy.output.weights[unit, 0] = 0 }
    return PlainStep(model: copy, batch: it.batch).loss
  }

  func test_7_9_anLSTMThatHasLearntToAdd() {
    let settings = TrainingSettings(
      hiddenSize: 8, batch: 16, learningRate: 0.03, lastRate: 0.01, limit: 1, forgetBias: 1)
    let trainer = Trainer(settings: settings, length: 20, updates: 600)
    var generator = SeededGenerator(seed: 9)
    let batch = AddingProblem(length: 20).batch(50, using: &generator)
    expectCarriers([(trainer.trained(seed: 1), batch)], "carrier of a trained adder")
  }

  func test_7_9_whatIsLargestNeedNotCarry() {
    var generator = SeededGenerator(seed: 1)
    let cases: [Case] = (0..<6).map { carrier in
      let decoy = (carrier + 1 + generator.integer(below: 5)) % 6
      let batch = AddingProblem(length: 12).batch(20, using: &generator)
      return (.adder(carrier: carrier, decoy: decoy), batch)
    }
    expectCarriers(cases, "carriers of six adders")
  }

  func test_7_9_otherNetworks() {
    var generator = SeededGenerator(seed: 2)
    let cases: [Case] = (0..<20).map { _ in
      var model = LSTMRegressor(hiddenSize: 6, using: &generator)
      model.parameters = model.parameters.map { matrix in
        .normal(
          rows: matrix.rows, columns: matrix.columns, standardDeviation: 1.2, using: &generator)
      }
      var batch = AddingProblem(length: 4).batch(8, using: &generator)
      batch.targets = .normal(rows: 8, columns: 1, using: &generator)
      return (model, batch)
    }
    expectCarriers(cases, "carriers of twenty random networks")
  }

  func test_7_9_aNetworkOfOneUnit() {
    var generator = SeededGenerator(seed: 3)
    let model = LSTMRegressor(hiddenSize: 1, using: &generator)
    expectCarriers(
      [(model, AddingProblem(length: 3).batch(4, using: &generator))], "carrier of one unit")
  }

  func test_7_9_theNetworkStaysAsItWas() {
    let model = LSTMRegressor.adder(carrier: 2, decoy: 4)
    var generator = SeededGenerator(seed: 4)
    _ = model.carrier(on: AddingProblem(length: 6).batch(5, using: &generator))
    expect(
      Parameters(model.parameters), "parameters after the search",
      equals: Parameters(LSTMRegressor.adder(carrier: 2, decoy: 4).parameters))
  }
}

extension Regressor where Cell == LSTMCell {
  /// Six units. One takes in each marked value and keeps it. Another's forget gate is wider open, its
  /// weight in the answer larger, and its cell is never written.
  fileprivate static func adder(carrier: Int, decoy: Int) -> LSTMRegressor {
    let units = 6
    var generator = SeededGenerator(seed: UInt64(10 * carrier + decoy))
    var model = LSTMRegressor(hiddenSize: units, using: &generator)
    for row in 0..<units {
      for column in [carrier, decoy] {
        for block in 0..<4 { model.cell.recurrentWeights[row, block * units + column] = 0 }
      }
    }
    func set(_ unit: Int, _ block: Int, value: Double, marker: Double, bias: Double) {
      model.cell.inputWeights[0, block * units + unit] = value
      model.cell.inputWeights[1, block * units + unit] = marker
      model.cell.bias[0, block * units + unit] = bias
    }
    set(carrier, 0, value: 0, marker: 14, bias: -7)
    set(carrier, 1, value: 0, marker: 0, bias: 7)
    set(carrier, 2, value: 0.3, marker: 0, bias: 0)
    set(carrier, 3, value: 0, marker: 0, bias: 5)
    set(decoy, 0, value: 0, marker: 0, bias: -9)
    set(decoy, 1, value: 0, marker: 0, bias: 9)
    set(decoy, 2, value: 1, marker: 0, bias: 0)
    set(decoy, 3, value: 0, marker: 0, bias: 5)
    for unit in 0..<units { model.output.weights[unit, 0] *= 0.1 }
    model.output.weights[carrier, 0] = 3.6
    model.output.weights[decoy, 0] = 5
    return model
  }
}
