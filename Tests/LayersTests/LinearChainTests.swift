import LinearAlgebra
import XCTest

@testable import Layers

/// A linear-chain conditional random field against brute force over all sequences of tags.
final class LinearChainTests: XCTestCase {
  func testTheLossIsThatOfAllSequences() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<60 {
      let (steps, tags) = (1 + generator.integer(below: 5), 1 + generator.integer(below: 4))
      let chain = try randomChain(tags, &generator)
      let emissions = randomRows(steps, tags, &generator)
      let all = allSequences(of: steps, below: tags)
      let total = all.reduce(0) { $0 + exp(score($1, emissions, chain)) }
      let target = all[generator.integer(below: all.count)]
      let expected = score(target, emissions, chain) - log(total)
      let (loss, _, _) = lossAndGradient(emissions, target, chain)
      XCTAssertEqual(loss, -expected, accuracy: 1e-10)
      XCTAssertEqual(try chain.logProbability(of: target, emissions), expected, accuracy: 1e-10)
    }
  }

  func testTheGradientIsThatOfDifferences() throws {
    var generator = SeededGenerator(seed: 2)
    for steps in 1...5 {
      let tags = 1 + generator.integer(below: 4)
      let chain = try randomChain(tags, &generator)
      let emissions = randomRows(steps, tags, &generator)
      let target = (0..<steps).map { _ in generator.integer(below: tags) }
      let (_, gradient, parameters) = lossAndGradient(emissions, target, chain)
      expectDifferences(gradient, emissions.flatMap { $0 }) {
        lossAndGradient(rows($0, tags), target, chain).loss
      }
      let all = chain.transitions.flatMap { $0 } + chain.start + chain.end
      expectDifferences(parameters.transitions + parameters.start + parameters.end, all) { values in
        var moved = chain
        moved.transitions = rows(Array(values[..<(tags * tags)]), tags)
        moved.start = Array(values[(tags * tags)..<(tags * tags + tags)])
        moved.end = Array(values[(tags * tags + tags)...])
        return lossAndGradient(emissions, target, moved).loss
      }
    }
  }

  func testViterbiFindsTheLikeliestSequence() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<60 {
      let (steps, tags) = (1 + generator.integer(below: 5), 1 + generator.integer(below: 4))
      let chain = try randomChain(tags, &generator)
      let emissions = randomRows(steps, tags, &generator)
      let all = allSequences(of: steps, below: tags).map { ($0, score($0, emissions, chain)) }
      let best = all.max { $0.1 < $1.1 }!
      let found = try chain.bestTags(emissions)
      XCTAssertEqual(found.tags, best.0)
      XCTAssertEqual(found.score, best.1, accuracy: 1e-10)
    }
  }

  func testForbiddenTransitionsAreNeverTaken() throws {
    var generator = SeededGenerator(seed: 4)
    var chain = try randomChain(3, &generator)
    // As I after O in BIO.
    chain.transitions[0][2] = -.infinity
    chain.start[2] = -.infinity
    for _ in 0..<40 {
      let emissions = randomRows(6, 3, &generator)
      let tags = try chain.bestTags(emissions).tags
      XCTAssertNotEqual(tags[0], 2)
      XCTAssertFalse(zip(tags, tags.dropFirst()).contains { $0 == (0, 2) })
      let (loss, gradient, parameters) = lossAndGradient(emissions, tags, chain)
      XCTAssertTrue(loss.isFinite)
      XCTAssertTrue(gradient.allSatisfy(\.isFinite))
      XCTAssertEqual(parameters.transitions[2], 0)
    }
  }

  func testOfEqualSequencesTheSmallestTagsFromTheEndOn() throws {
    let chain = try LinearChain(
      transitions: [[0, 0], [0, 0]], start: [0, 0], end: [0, 0])
    XCTAssertEqual(try chain.bestTags([[1.0, 1], [0, 1], [2, 2]]).tags, [0, 1, 0])
    XCTAssertEqual(try chain.bestTags([[Float]]()).tags, [])
  }

  func testScoresThatNoExponentialHolds() throws {
    let chain = try LinearChain(
      transitions: [[900, -900], [-900, 900]], start: [0, 0], end: [0, 0])
    let emissions = (0..<500).map { _ in [0.0, 1] }
    let loss = lossAndGradient(emissions, Array(repeating: 1, count: 500), chain).loss
    XCTAssertEqual(loss, 0, accuracy: 1e-9)
    let other = lossAndGradient(emissions, Array(repeating: 0, count: 500), chain).loss
    XCTAssertEqual(other, 500, accuracy: 1e-6)
  }

  // MARK: Brute force

  private func randomChain(_ tags: Int, _ generator: inout SeededGenerator) throws -> LinearChain {
    try LinearChain(
      transitions: randomRows(tags, tags, &generator), start: randomRows(1, tags, &generator)[0],
      end: randomRows(1, tags, &generator)[0])
  }

  private func score(_ tags: [Int], _ emissions: [[Double]], _ chain: LinearChain) -> Double {
    var score = chain.start[tags[0]] + chain.end[tags[tags.count - 1]]
    for (step, tag) in tags.enumerated() {
      score += emissions[step][tag]
      if step > 0 { score += chain.transitions[tags[step - 1]][tag] }
    }
    return score
  }

  private func lossAndGradient(
    _ emissions: [[Double]], _ target: [Int], _ chain: LinearChain
  ) -> (loss: Double, gradient: [Double], parameters: ChainGradient) {
    let tags = chain.start.count
    let scores = ChainScores(
      tags: tags, transitions: chain.transitions.flatMap { $0 }, start: chain.start, end: chain.end)
    var values = emissions.flatMap { $0 }
    var (lattice, parameters) = (ChainLattice(), ChainGradient(tags: tags))
    let loss = target.withUnsafeBufferPointer { target in
      values.withUnsafeMutableBufferPointer {
        lattice.lossAndGradient(
          $0.baseAddress!, steps: emissions.count, target: target, scores,
          addingTo: &parameters)
      }
    }
    return (loss, values, parameters)
  }
}
