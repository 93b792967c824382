import CourseTesting
import Foundation
import LanguageModel
import LinearAlgebra
import Writing
import XCTest

/// Exercise 9.7: which way of choosing wrote a text.
final class HandTests: ExerciseTestCase {
  private static let ways = [
    Sampling(), Sampling(temperature: 0.3), Sampling(temperature: 0.7), Sampling(temperature: 2),
    Sampling(k: 2), Sampling(k: 3), Sampling(p: 0.6), Sampling(p: 0.9),
  ]

  /// The scores of the ways in plain loops: the logarithm of the text's probability under each.
  private func scores(
    _ model: Toy, _ ways: [Sampling], _ text: [Int], after prompt: [Int],
    remembers: Bool = true, gain: (Double) -> Double = { Foundation.log($0) }
  ) -> [Double] {
    let initial = model.initialState(rows: 1)
    var step = (logits: Matrix(rows: 1, columns: model.vocabularySize), state: initial)
    for symbol in prompt { step = model.predict([symbol], from: step.state) }
    var result = ways.map { _ in 0.0 }
    for symbol in text {
      let logits = (0..<model.vocabularySize).map { step.logits[0, $0] }
      for (index, way) in ways.enumerated() {
        result[index] += gain(Reference.probabilities(logits, way)[symbol])
      }
      step = model.predict([symbol], from: remembers ? step.state : initial)
    }
    return result
  }

  private func best(_ scores: [Double]) -> Int {
    var best = 0
    for index in scores.indices where scores[index] > scores[best] { best = index }
    return best
  }

  private func expectHands(
    _ model: Toy, _ ways: [Sampling], _ texts: [[Int]], after prompt: [Int], line: UInt = #line
  ) {
    func hands(_ choose: ([Int]) -> Int) -> [Int] { texts.map(choose) }
    expect(
      texts.map { model.likeliest(of: ways, for: $0, after: prompt) },
      "the ways that wrote \(texts.count) texts",
      is: hands { best(scores(model, ways, $0, after: prompt)) },
      mistakes: [
        .leastLikely: hands { text in best(scores(model, ways, text, after: prompt).map { -$0 }) },
        .productVanished: hands { text in
          best(scores(model, ways, text, after: prompt).map { Foundation.exp($0) })
        },
        .probabilitiesAdded: hands { text in
          best(scores(model, ways, text, after: prompt, gain: { $0 }))
        },
        .forbiddenIsFree: hands { text in
          best(
            scores(
              model, ways, text, after: prompt, gain: { $0 > 0 ? Foundation.log($0) : 0 }))
        },
        .textNotFollowed: hands { text in
          best(scores(model, ways, text, after: prompt, remembers: false))
        },
        .promptIgnored: hands { text in
          best(scores(model, ways, text, after: Array(prompt.suffix(1))))
        },
        .lastOfEqualWays: hands { text in
          let all = scores(model, ways, text, after: prompt)
          return all.lastIndex(of: all[best(all)]) ?? 0
        },
      ], line: line)
  }

  private func texts(
    _ model: Toy, _ ways: [Sampling], _ count: Int, after prompt: [Int],
    _ generator: inout SeededGenerator
  ) -> [[Int]] {
    ways.map { way in
      var step = (logits: model.bias, state: model.initialState(rows: 1))
      for symbol in prompt { step = model.predict([symbol], from: step.state) }
      return (0..<count).map { _ in
        let logits = (0..<model.vocabularySize).map { step.logits[0, $0] }
        let symbol = Reference.draw(Reference.probabilities(logits, way), &generator)
        step = model.predict([symbol], from: step.state)
        return symbol
      }
    }
  }

  func test_9_7_eightTextsFindTheirHands() {
    trials(10) { generator in
      let (model, prompt) = (generator.toy(6), generator.symbols(4, below: 6))
      let written = texts(model, Self.ways, 60, after: prompt, &generator)
      expectHands(model, Self.ways, written, after: prompt)
    }
  }

  func test_9_7_aLongTextToo() {
    trials(2) { generator in
      let (model, prompt) = (generator.toy(6), generator.symbols(4, below: 6))
      let written = texts(model, Self.ways, 1_000, after: prompt, &generator)
      expectHands(model, Self.ways, written, after: prompt)
    }
  }

  func test_9_7_whatAWayForbidsItDidNotWrite() {
    // Every text begins with what only a warm hand would write.
    trials(10) { generator in
      let (model, prompt) = (generator.toy(5, spread: 2), generator.symbols(3, below: 5))
      let written = texts(model, Self.ways, 20, after: prompt, &generator).map { text in
        generator.symbols(3, below: 5) + text
      }
      expectHands(model, Self.ways, written, after: prompt)
    }
  }

  func test_9_7_equalsNothingAndTheImpossible() {
    var generator = SeededGenerator(seed: 97)
    let model = generator.toy(4, spread: 3)
    expectHands(model, Self.ways, [[]], after: [1, 2])
    let twins = [Sampling(temperature: 5), Sampling(), Sampling(k: 4), Sampling()]
    expectHands(model, twins, [[0, 1], [2, 2]], after: [3])
    // Greedy writes one text only; here are all others of two symbols.
    let pairs = (0..<4).flatMap { first in (0..<4).map { [first, $0] } }
    expectHands(model, [.greedy, Sampling(k: 1)], pairs, after: [0])
  }
}
