import CourseTesting
import Foundation
import LinearAlgebra
import XCTest

@testable import LanguageModel

/// Exercise 8.6: the text that gives twelve wrong judges away.
final class JudgingTests: ExerciseTestCase {
  func test_8_6_theTextIsOne() {
    let it = textForJudges()
    let count = it.symbols.count
    expect(
      count <= 7,
      orSay: "the text has \(count) symbols; it should have at most 7, and seven do")
    expect(
      it.symbols.allSatisfy { (0...3).contains($0) },
      orSay: "a symbol is not one of 0, 1, 2 and 3, of which 3 is the unknown symbol")
    expect(
      canBeCut(it),
      orSay: "\(count) symbols in \(it.rows) rows of windows of \(it.length) steps make no window")
  }

  func test_8_6_itGivesAllTwelveAway() {
    let it = textForJudges()
    let getAway = judgesThatGetAway(it)
    expect(
      getAway.isEmpty,
      orSay: "\(getAway.count) of 12 judges \(getAway.count == 1 ? "gets" : "get") away with it: "
        + getAway.joined(separator: "; "))
  }

  func test_8_6_andSoItDoesWithOtherModels() {
    let it = textForJudges()
    trials(10) { generator in
      let model = generator.toy(4, spread: 2)
      let getAway = judgesThatGetAway(it, model)
      expect(
        getAway.isEmpty,
        orSay: "with another model, \(getAway.count) of 12 get away with it: "
          + getAway.joined(separator: "; "))
    }
  }

  private func canBeCut(_ it: JudgedText) -> Bool {
    it.rows >= 1 && it.length >= 1 && it.symbols.count > it.rows
      && it.symbols.allSatisfy { (0...3).contains($0) }
  }

  /// What the judges do who say of this text what the right one says.
  private func judgesThatGetAway(_ it: JudgedText, _ model: Toy? = nil) -> [String] {
    guard canBeCut(it) else { return ["no text to judge"] }
    var generator = SeededGenerator(seed: 86)
    let model = model ?? generator.toy(4, spread: 2)
    let windows = Reference.windows(it.symbols, rows: it.rows, length: it.length)
    let right = Reference.mean(Reference.surprises(model, windows).flatMap { $0 })
    return wrongJudges(model, windows).filter { abs($0.value - right) < 1e-9 }.map(\.key)
  }

  private func wrongJudges(_ model: Toy, _ windows: [Window]) -> KeyValuePairs<String, Double> {
    let surprises = Reference.surprises(model, windows)
    let resets = Reference.surprises(model, windows, resets: true)
    let reversed = Reference.surprises(model, windows.reversed())
    let (all, rows) = (surprises.flatMap { $0 }, windows[0].rows)
    let targets = windows.flatMap { $0.targets.flatMap { $0 } }
    let means = surprises.map(Reference.mean)
    let steps = Double(all.count / rows)
    let weighedAsFirst = means.reduce(0, +) * Double(surprises[0].count) / Double(all.count)
    return [
      "begins each window from zeros": Reference.mean(resets.flatMap { $0 }),
      "takes the mean of the windows' means": Reference.mean(means),
      "weighs each window as if it were as long as the first": weighedAsFirst,
      "leaves out the first window": Reference.mean(surprises.dropFirst().flatMap { $0 }),
      "leaves out the last window": Reference.mean(surprises.dropLast().flatMap { $0 }),
      "reads the windows from the last to the first": Reference.mean(reversed.flatMap { $0 }),
      "gives every row the state of row 0": Reference.mean(
        Reference.surprises(model, windows, firstStateForAll: true).flatMap { $0 }),
      "judges row 0 alone": Reference.mean(
        all.indices.filter { $0 % rows == 0 }.map { all[$0] }),
      "divides by the steps": all.reduce(0, +) / steps,
      "passes over what is unknown": Reference.mean(
        all.indices.filter { targets[$0] != 3 }.map { all[$0] }),
      "leaves out the first step": Reference.mean(Array(all.dropFirst(rows))),
      "answers in bits": Reference.mean(all) / Foundation.log(2),
    ]
  }
}
