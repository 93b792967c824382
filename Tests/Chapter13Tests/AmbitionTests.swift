import CourseTesting
import Cousins
import ExerciseSupport
import LanguageModel
import LinearAlgebra
import Optimizers
import XCTest

/// Exercise 13.9: twice as far as it has seen. Each of the last three tests trains.
final class AmbitionTests: ExerciseTestCase {
  private static let (updates, seen, asked) = (1_200, 10, 20)

  /// Why the settings are not allowed; nil where they are.
  private func problem(with settings: CountingSettings) -> String? {
    if !(1...10).contains(settings.hiddenSize) {
      return "hiddenSize is \(settings.hiddenSize), and may be 1 to 10"
    }
    let rates = [
      ("learningRate", settings.learningRate), ("lastRate", settings.lastRate),
      ("limit", settings.limit),
    ]
    for (name, value) in rates where !(value > 0 && value.isFinite) {
      return "\(name) is \(value), and must be a number above 0"
    }
    return settings.wiring.keeping == .coupled && !settings.wiring.inputGate
      ? "a coupled cell needs its input gate" : nil
  }

  private func expectAllowed(_ settings: CountingSettings, line: UInt = #line) -> Bool {
    let problem = problem(with: settings)
    expect(
      problem == nil, orSay: "\(problem ?? "")\n    \(Mistake.settingsNotAllowed.sentence)",
      line: line)
    return problem == nil
  }

  func trained(_ settings: CountingSettings, seed: UInt64) -> SymbolModel<WiredCell> {
    var generator = SeededGenerator(seed: seed)
    let cell = WiredCell(
      settings.wiring, inputSize: Counting.symbols, hiddenSize: settings.hiddenSize,
      using: &generator)
    var model = SymbolModel(cell, symbols: Counting.symbols, using: &generator)
    var adam = Adam(learningRate: settings.learningRate)
    for update in 0..<Self.updates {
      if update == Self.updates * 2 / 3 { adam.learningRate = settings.lastRate }
      var state = model.initialState(rows: 8)
      _ = model.train(
        on: Counting.window(rows: 8, upTo: Self.seen, using: &generator), from: &state,
        maximumNorm: settings.limit, with: &adam)
    }
    return model
  }

  private func expectCounting(seed: UInt64, line: UInt = #line) {
    let settings = settingsForCounting()
    guard unwrittenExercises.isEmpty else { return expect(true, orSay: "", line: line) }
    guard expectAllowed(settings, line: line) else { return }
    let isRight = Counting.rightCounts(of: trained(settings, seed: seed), upTo: Self.asked)
    let wrong = isRight.indices.filter { !isRight[$0] }.map { $0 + 1 }
    let known: Mistake =
      wrong.contains { $0 <= Self.seen } ? .notYetCounting : .onlyWhatWasSeen
    expect(
      wrong.isEmpty,
      orSay: "seed \(seed), after \(Self.updates) updates: wrong at n = "
        + "\(wrong.map(String.init).joined(separator: ", ")).\n    \(known.sentence)", line: line)
  }

  func test_13_9_theSettingsAreAllowed() { _ = expectAllowed(settingsForCounting()) }
  func test_13_9_theFirstSeed() { expectCounting(seed: 1) }
  func test_13_9_theSecondSeed() { expectCounting(seed: 2) }
  func test_13_9_theThirdSeed() { expectCounting(seed: 3) }
}
