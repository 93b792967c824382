import LinearAlgebra
import XCTest

@testable import Layers

/// Connectionist temporal classification against brute force over all alignments.
final class CTCTests: XCTestCase {
  func testTheLossIsThatOfAllAlignments() {
    var generator = SeededGenerator(seed: 1)
    var infinite = 0
    for _ in 0..<200 {
      let (steps, classes) = (1 + generator.integer(below: 5), 2 + generator.integer(below: 3))
      let blank = generator.integer(below: classes)
      let labels = (0..<classes).filter { $0 != blank }
      let target = (0..<generator.integer(below: 4)).map { _ in
        labels[generator.integer(below: labels.count)]
      }
      let logits = randomRows(steps, classes, &generator)
      let expected = spelled(logits, blank)[target] ?? 0
      let (loss, gradient) = lossAndGradient(logits, target, blank)
      if CTCLattice.stepsNeeded(target) > steps {
        infinite += 1
        XCTAssertEqual(expected, 0)
        XCTAssertEqual(loss, .infinity)
        XCTAssertTrue(gradient.allSatisfy { $0 == 0 })
        continue
      }
      XCTAssertEqual(loss, -log(expected), accuracy: 1e-10)
      XCTAssertEqual(try CTC.logProbability(of: target, logits, blank: blank), -loss)
      expectDifferences(gradient, logits.flatMap { $0 }) { values in
        lossAndGradient(rows(values, classes), target, blank).loss
      }
    }
    XCTAssertGreaterThan(infinite, 20)
  }

  func testStepsThatATargetNeeds() {
    XCTAssertEqual(CTCLattice.stepsNeeded([Int]()), 0)
    XCTAssertEqual(CTCLattice.stepsNeeded([3]), 1)
    XCTAssertEqual(CTCLattice.stepsNeeded([3, 4, 3]), 3)
    XCTAssertEqual(CTCLattice.stepsNeeded([3, 3, 3, 4, 4]), 8)
  }

  func testNoStepsSpellNothing() {
    XCTAssertEqual(try CTC.logProbability(of: [], [[Double]]()), 0)
    XCTAssertEqual(try CTC.logProbability(of: [1], [[Double]]()), -.infinity)
  }

  /// Probabilities that single precision, or a product in double precision, could not hold.
  func testLongSequencesAndLargeLogits() {
    let steps = 4000
    let logits = (0..<steps).map { step in [0.0, step % 2 == 0 ? 300 : -300, 50] }
    let target = [1] + Array(repeating: 2, count: 20)
    let (loss, gradient) = lossAndGradient(logits, target, 0)
    XCTAssertTrue(loss.isFinite)
    XCTAssertTrue(gradient.allSatisfy { $0.isFinite && abs($0) <= 1 })
    for row in rows(gradient, 3) { XCTAssertEqual(row.reduce(0, +), 0, accuracy: 1e-9) }
  }

  /// The same lattice after a longer sequence gives what a new one gives.
  func testMemoryIsUsedAgain() {
    var generator = SeededGenerator(seed: 2)
    var lattice = CTCLattice()
    for steps in [9, 3, 5, 9] {
      let logits = randomRows(steps, 4, &generator)
      XCTAssertEqual(
        lossAndGradient(logits, [1, 1], 0, &lattice).gradient,
        lossAndGradient(logits, [1, 1], 0).gradient)
    }
  }

  // MARK: Decoding

  func testBestPath() {
    func outputs(_ path: [Int]) -> [[Float]] {
      path.map { symbol in (0..<3).map { $0 == symbol ? 0.6 : 0.2 } }
    }
    XCTAssertEqual(try CTC.bestPath(outputs([0, 1, 1, 0, 1, 2, 2, 0])), [1, 1, 2])
    XCTAssertEqual(try CTC.bestPath(outputs([2, 2, 1, 0, 0, 2]), blank: 2), [1, 0])
    XCTAssertEqual(try CTC.bestPath(outputs([0, 0])), [])
    XCTAssertEqual(try CTC.bestPath([[Float]]()), [])
  }

  func testABeamThatKeepsAllIsExact() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<60 {
      let (steps, classes) = (1 + generator.integer(below: 5), 2 + generator.integer(below: 3))
      let blank = generator.integer(below: classes)
      let logits = randomRows(steps, classes, &generator)
      let all = spelled(logits, blank)
      let found = try CTC.beamSearch(logits, width: 10_000, count: 10_000, blank: blank)
      XCTAssertEqual(found.count, all.count)
      for labelling in found {
        XCTAssertEqual(
          exp(labelling.logProbability), all[labelling.labels] ?? 0, accuracy: 1e-12)
      }
      XCTAssertEqual(
        found.map(\.logProbability), found.map(\.logProbability).sorted(by: >))
      XCTAssertEqual(all[found[0].labels], all.values.max())
    }
  }

  /// The likeliest path says nothing, and the likeliest labels are "1": 0.64 against 0.36.
  func testTheBestPathNeedNotBeTheLikeliestLabels() throws {
    let logits = [[0.6, 0.4], [0.6, 0.4]].map { $0.map { log($0) } }
    XCTAssertEqual(try CTC.bestPath(logits), [])
    let found = try CTC.beamSearch(logits, width: 5, count: 2)
    XCTAssertEqual(found.map(\.labels), [[1], []])
    XCTAssertEqual(exp(found[0].logProbability), 0.64, accuracy: 1e-12)
  }

  func testANarrowBeamKeepsSoMany() {
    var generator = SeededGenerator(seed: 4)
    let logits = randomRows(6, 4, &generator)
    XCTAssertEqual(try CTC.beamSearch(logits, width: 3, count: 10).count, 3)
    XCTAssertEqual(try CTC.beamSearch(logits, width: 50).count, 1)
    XCTAssertEqual(try CTC.beamSearch([[Double]]()).map(\.labels), [[]])
  }

  func testEditDistance() {
    XCTAssertEqual(editDistance([], []), 0)
    XCTAssertEqual(editDistance([1, 2, 3], []), 3)
    XCTAssertEqual(editDistance([], [1, 2]), 2)
    XCTAssertEqual(editDistance([1, 2, 3, 4], [2, 3, 5, 4]), 2)
    XCTAssertEqual(editDistance(Array("kitten").map(code), Array("sitting").map(code)), 3)
  }

  private func code(_ character: Character) -> Int { Int(character.asciiValue!) }

  // MARK: Brute force

  /// What each alignment spells, with the sum of probabilities.
  private func spelled(_ logits: [[Double]], _ blank: Int) -> [[Int]: Double] {
    let probabilities = logits.map { row -> [Double] in
      let sum = row.reduce(0) { $0 + exp($1) }
      return row.map { exp($0) / sum }
    }
    var result: [[Int]: Double] = [:]
    for path in allSequences(of: logits.count, below: logits[0].count) {
      var labels: [Int] = []
      for (step, symbol) in path.enumerated()
      where symbol != blank && (step == 0 || path[step - 1] != symbol) { labels.append(symbol) }
      result[labels, default: 0] += zip(probabilities, path).reduce(1) { $0 * $1.0[$1.1] }
    }
    return result
  }

  private func lossAndGradient(
    _ logits: [[Double]], _ target: [Int], _ blank: Int
  ) -> (loss: Double, gradient: [Double]) {
    var lattice = CTCLattice()
    return lossAndGradient(logits, target, blank, &lattice)
  }

  private func lossAndGradient(
    _ logits: [[Double]], _ target: [Int], _ blank: Int, _ lattice: inout CTCLattice
  ) -> (loss: Double, gradient: [Double]) {
    var values = logits.flatMap { $0 }
    let loss = target.withUnsafeBufferPointer { target in
      values.withUnsafeMutableBufferPointer {
        lattice.lossAndGradient(
          $0.baseAddress!, steps: logits.count, classes: logits[0].count, target: target,
          blank: blank)
      }
    }
    return (loss, values)
  }
}

// MARK: For all sequence losses

func randomRows(
  _ rows: Int, _ columns: Int, _ generator: inout SeededGenerator
) -> [[Double]] {
  (0..<rows).map { _ in (0..<columns).map { _ in 2 * generator.normal() } }
}

/// All sequences of so many numbers below a limit.
func allSequences(of length: Int, below limit: Int) -> [[Int]] {
  (0..<length).reduce([[]]) { shorter, _ in
    shorter.flatMap { start in (0..<limit).map { start + [$0] } }
  }
}

/// Compares a gradient with central differences of a function of so many numbers.
func expectDifferences(
  _ gradient: [Double], _ values: [Double], file: StaticString = #filePath, line: UInt = #line,
  _ function: ([Double]) -> Double
) {
  var moved = values
  for index in values.indices {
    moved[index] = values[index] + 1e-5
    let above = function(moved)
    moved[index] = values[index] - 1e-5
    let below = function(moved)
    moved[index] = values[index]
    let numeric = (above - below) / 2e-5
    XCTAssertLessThan(
      abs(numeric - gradient[index]) / max(abs(numeric), abs(gradient[index]), 1e-3), 1e-6,
      "number \(index)", file: file, line: line)
  }
}
