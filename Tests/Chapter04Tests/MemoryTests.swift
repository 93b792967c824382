import CourseTesting
import Foundation
import LSTMGates
import LinearAlgebra
import XCTest

/// Exercises 4.7 and 4.8: a latch, and the carousel.
final class MemoryTests: ExerciseTestCase {

  // MARK: 4.7

  func test_4_7_writeReplacesWhateverWasThere() {
    guard let latch = Latch(memoryLatch(), in: self) else { return }
    for old in [-1.0, 0, 1] {
      for bit in [-1.0, 1] {
        let (cell, _) = latch.run([(bit, 1)], from: old)
        expect(
          abs(cell - bit) < 0.01,
          orSay: "the cell state was \(short(old)); after writing \(short(bit)) it is "
            + "\(short(cell)). " + latch.writeDiagnosis)
      }
    }
  }

  func test_4_7_bitSurvivesAThousandQuietSteps() {
    guard let latch = Latch(memoryLatch(), in: self) else { return }
    for bit in [-1.0, 1] {
      expectKept(latch, bit: bit, Array(repeating: (0, 0), count: 1_000), "quiet steps")
    }
  }

  func test_4_7_bitSurvivesAThousandDistractions() {
    guard let latch = Latch(memoryLatch(), in: self) else { return }
    trials(10) { generator in
      let noise = (0..<1_000).map { _ in (generator.uniform(in: -1...1), 0.0) }
      let flips = (0..<1_000).map { _ in (generator.integer(below: 2) == 0 ? -1.0 : 1, 0.0) }
      for bit in [-1.0, 1] {
        expectKept(latch, bit: bit, noise, "distractions")
        expectKept(latch, bit: bit, flips, "distractions of ±1")
        expectKept(
          latch, bit: bit, Array(repeating: (-bit, 0), count: 1_000), "steps of the opposite bit")
      }
    }
  }

  func test_4_7_hiddenStateShowsTheBit() {
    guard let latch = Latch(memoryLatch(), in: self) else { return }
    for bit in [-1.0, 1] {
      let (_, hidden) = latch.run([(bit, 1), (-bit, 0)], from: 0)
      // tanh(1) = 0.7616
      expect(
        hidden * bit > 0.7,
        orSay: "the bit is \(short(bit)) and the hidden state shows \(short(hidden)), not its sign "
          + "with a size above 0.7. " + latch.showDiagnosis(bit))
    }
  }

  func test_4_7_lastOfManyWritesCounts() {
    guard let latch = Latch(memoryLatch(), in: self) else { return }
    trials(10) { generator in
      let inputs = (0..<200).map { _ in
        (generator.integer(below: 2) == 0 ? -1.0 : 1, generator.integer(below: 10) == 0 ? 1.0 : 0)
      }
      let end = inputs.lastIndex { $0.1 == 1 } ?? 0
      let last = inputs[end].0
      let (written, _) = latch.run(Array(inputs[...end]), from: 0)
      let (cell, _) = latch.run(inputs, from: 0)
      expect(
        abs(cell - last) < 0.01,
        orSay: "the last bit written was \(short(last)), the cell state is \(short(cell)). "
          + (abs(written - last) < 0.01 ? latch.keepDiagnosis : latch.writeDiagnosis))
    }
  }

  private func expectKept(
    _ latch: Latch, bit: Double, _ inputs: [(Double, Double)], _ what: String, line: UInt = #line
  ) {
    let (written, _) = latch.run([(bit, 1)], from: 0)
    let (kept, _) = latch.run([(bit, 1)] + inputs, from: 0)
    expect(
      abs(written - bit) < 0.01,
      orSay: "after writing \(short(bit)) the cell state is \(short(written)). "
        + latch.writeDiagnosis,
      line: line)
    expect(
      abs(kept - written) < 0.01,
      orSay: "the cell state went from \(short(written)) to \(short(kept)) in 1,000 \(what). "
        + latch.keepDiagnosis, line: line)
  }

  // MARK: 4.8

  private func expectDirect(_ forgetGates: [Matrix], line: UInt = #line) {
    guard let last = forgetGates.last else { return }
    let shape = last * 0
    // Products over the last k gates, over the first k, and over those before the last.
    func products(_ gates: [Matrix]) -> [Matrix] {
      gates.indices.map { end in
        build(rows: shape.rows, columns: shape.columns) { row, unit in
          gates[0...end].reduce(1) { $0 * $1[row, unit] }
        }
      }
    }
    let right = products(forgetGates.reversed())
    expect(
      StepsBack(directGradients(forgetGates: forgetGates)), "direct gradients",
      equals: StepsBack(right), within: 1e-9,
      mistakes: [
        .fromTheFirstStep: StepsBack(products(forgetGates)),
        .furthestFirst: StepsBack(right.reversed()),
        .beginsWithOne: StepsBack([shape + 1] + right.dropLast()),
        .oneTooMany: StepsBack([shape + 1] + right),
        .gatesThemselves: StepsBack(forgetGates.reversed()),
        .entryIsGate: StepsBack(forgetGates),
        .sumForProduct: StepsBack(
          forgetGates.indices.map { end in
            forgetGates.reversed()[...end].reduce(shape) { $0 + $1 }
          }),
        .allOfThemAlone: StepsBack([right[right.count - 1]]),
      ], line: line)
  }

  func test_4_8_directPathMatchesTheWorkedExample() {
    // Chapter 04: the forget gates of the three steps worked by hand.
    let forgetGates: [Matrix] = [[[0.7311]], [[0.9748]], [[0.9953]]]
    expectDirect(forgetGates)
    expect(
      StepsBack(directGradients(forgetGates: forgetGates)), "direct gradients",
      equals: StepsBack([[[0.9953]], [[0.9702]], [[0.7093]]]), within: 1e-4)
  }

  func test_4_8_directPathMatchesPlainLoops() {
    trials(20) { generator in
      let count = 2 + generator.integer(below: 6)
      expectDirect(
        (0..<count).map { _ in .uniform(rows: 2, columns: 3, in: 0...1, using: &generator) })
    }
  }

  func test_4_8_carouselTurnsWithoutLossWhereTheGateIsOne() {
    let ones = Matrix(rows: 1, columns: 2, repeating: 1)
    expectDirect([ones, ones * 0.5, ones])
    let thousand = directGradients(forgetGates: Array(repeating: ones, count: 1_000))
    expect(
      thousand.last ?? ones * 0, "direct gradient over 1,000 steps", equals: ones,
      mistakes: [.sumForProduct: ones * 1000]
    )
    expectDirect([ones * 0.5, ones * 0, ones])
    expect(
      StepsBack(directGradients(forgetGates: [ones * 0.5, ones * 0, ones])),
      "direct gradients past a shut gate", equals: StepsBack([ones, ones * 0, ones * 0]))
    expect(
      StepsBack(directGradients(forgetGates: [])), "direct gradients of no step",
      equals: StepsBack([]))
  }

  func test_4_8_directPathIsTheWholeGradientWithoutRecurrentWeights() {
    trials(5) { generator in
      var cell = randomCell(inputSize: 2, hiddenSize: 3, using: &generator)
      cell.recurrentWeights = Matrix(rows: 3, columns: 12)
      let inputs = randomInputs(5, batch: 1, inputSize: 2, using: &generator)
      let start = randomState(batch: 1, hiddenSize: 3, using: &generator)
      let forgetGates = referenceForgetGates(cell, inputs, from: start)
      expectDirect(forgetGates)
      let direct = directGradients(forgetGates: forgetGates)
      guard direct.count == 5 else {
        expect(direct.count, "count of direct gradients", equals: 5)
        return
      }
      for unit in 0..<3 {
        // Central differences: nudge one number of the first cell state, watch the last.
        let up = referenceUnrolled(cell, inputs, from: start.nudged(cell: unit, by: 1e-5))
        let down = referenceUnrolled(cell, inputs, from: start.nudged(cell: unit, by: -1e-5))
        for other in 0..<3 {
          let slope = (up[4].cell[0, other] - down[4].cell[0, other]) / 2e-5
          expect(
            other == unit ? direct[4][0, unit] : 0 * direct[4][0, unit],
            "gradient of unit \(other) with respect to unit \(unit)", equals: slope, within: 1e-7)
        }
      }
    }
  }

  func test_4_8_wholeJacobianHasTheOtherPathsToo() {
    trials(5) { generator in
      let cell = randomCell(inputSize: 2, hiddenSize: 3, using: &generator)
      let input = Matrix.normal(rows: 1, columns: 2, using: &generator)
      let start = randomState(batch: 1, hiddenSize: 3, using: &generator)
      let direct = directGradients(
        forgetGates: referenceForgetGates(cell, [input], from: start))
      let jacobian = stateJacobian(cell, input: input, state: start)
      let slopes = build(rows: 6, columns: 6) { row, column in
        let up = referenceStep(cell, input, start.nudged(column, by: 1e-5))
        let down = referenceStep(cell, input, start.nudged(column, by: -1e-5))
        return (up.number(row) - down.number(row)) / 2e-5
      }
      expect(jacobian, "whole Jacobian", equals: slopes, within: 1e-7)
      // In one step nothing has come round through the hidden state yet: the direct path is all.
      expect(
        StepsBack(direct), "direct gradient over one step",
        equals: StepsBack([Matrix(row: (3..<6).map { slopes[$0, $0] })]), within: 1e-7)
    }
  }
}

private func short(_ number: Double) -> String { String(format: "%.4g", number) }

// MARK: - States as six numbers

extension LSTMState {
  /// The state with one number of its first row moved: the hidden state's first, then the cell's.
  fileprivate func nudged(_ index: Int, by amount: Double) -> LSTMState {
    var result = self
    let size = hidden.columns
    if index < size {
      result.hidden[0, index] += amount
    } else {
      result.cell[0, index - size] += amount
    }
    return result
  }

  fileprivate func nudged(cell unit: Int, by amount: Double) -> LSTMState {
    nudged(hidden.columns + unit, by: amount)
  }

  fileprivate func number(_ index: Int) -> Double {
    index < hidden.columns ? hidden[0, index] : cell[0, index - hidden.columns]
  }
}
