import CourseTesting
import LinearAlgebra
import VanillaRNN
import XCTest

final class ForwardPassTests: ExerciseTestCase {
  func test_2_6_aRightPassHasNoFlaw() { expectFound(nil) }

  func test_2_6_flawsOfOneStep() {
    for flaw in [.noBias, .noTanh, .biasOutside, .recurrentTransposed] as [Flaw] {
      expectFound(flaw)
    }
  }

  func test_2_6_flawsBetweenSteps() {
    for flaw in [.startsFromZeros, .notCarried, .readsBackwards, .oneStepLate] as [Flaw] {
      expectFound(flaw)
    }
  }

  func test_2_6_theAnswerDependsOnThePassAlone() {
    let passes = [nil] + Suspects.flaws.map(Optional.some)
    trials(20) { generator in
      expectFound(passes[generator.integer(below: passes.count)])
    }
  }

  private func expectFound(
    _ hidden: Flaw?, file: StaticString = #filePath, line: UInt = #line
  ) {
    var calls: [Suspects.Call] = []
    let found = flaw(of: { cell, inputs, start in
      calls.append(Suspects.Call(cell: cell, inputs: inputs, start: start))
      return Suspects.states(calls[calls.count - 1], hidden)
    })
    expect(
      found == hidden,
      orSay: "a pass with \(text(hidden)) is said to have \(text(found))"
        + explanation(of: found, insteadOf: hidden, calls), file: file, line: line)
  }

  private func text(_ flaw: Flaw?) -> String { flaw.map { "the flaw \($0)" } ?? "no flaw" }

  private func explanation(
    of found: Flaw?, insteadOf hidden: Flaw?, _ calls: [Suspects.Call]
  ) -> String {
    if calls.isEmpty { return ". The pass was never called" }
    if hidden == nil, flaw(of: { $0.unrolled($1, from: $2) }) == nil {
      return Suspects.areRight(calls) { $0.unrolled($1, from: $2) }
        ? ". " + Mistake.comparedExactly.sentence.dropLast()
        : ". It finds no flaw in your own pass of 2.2, and that one is wrong: check 2.2 first"
    }
    if let hidden, Suspects.agree(calls, nil, hidden) {
      return ". " + Suspects.blindness(to: hidden).sentence.dropLast()
    }
    if Suspects.agree(calls, found, hidden) { return ". None of your calls tells the two apart" }
    if hidden == .readsBackwards,
      flaw(of: { Suspects.turnedRound(.init(cell: $0, inputs: $1, start: $2)) }) == hidden
    {
      return ". " + Mistake.turnedRound.sentence.dropLast()
    }
    return ". Your calls tell the two apart: look at the states that the two would give"
  }
}

/// The right forward pass and the eight wrong ones, by the plain loops of the reference.
private enum Suspects {
  struct Call {
    let cell: RNNCell
    let inputs: [Matrix]
    let start: Matrix
  }

  static let flaws: [Flaw] = [
    .noBias, .biasOutside, .noTanh, .recurrentTransposed, .startsFromZeros, .notCarried,
    .readsBackwards, .oneStepLate,
  ]

  /// The last digits differ from those of other loops, as those of any other right pass may.
  static func states(_ call: Call, _ flaw: Flaw?) -> [Matrix] {
    exactStates(call, flaw).map { $0.map { $0 + 1e-13 } }
  }

  /// What a pass that reads backwards does not return: its states in order of time.
  static func turnedRound(_ call: Call) -> [Matrix] { states(call, .readsBackwards).reversed() }

  static func agree(_ calls: [Call], _ one: Flaw?, _ other: Flaw?) -> Bool {
    calls.allSatisfy { call in
      zip(exactStates(call, one), exactStates(call, other)).allSatisfy {
        ($0 - $1).values.allSatisfy { abs($0) < 1e-9 }
      }
    }
  }

  /// Whether a pass gives the right states in all calls, but for their last digits.
  static func areRight(_ calls: [Call], _ pass: ForwardPass) -> Bool {
    calls.allSatisfy { call in
      let (yours, right) = (pass(call.cell, call.inputs, call.start), exactStates(call, nil))
      return yours.count == right.count
        && zip(yours, right).allSatisfy {
          $0.shape == $1.shape && ($0 - $1).values.allSatisfy { abs($0) < 1e-9 }
        }
    }
  }

  /// Why a call may not show a flaw.
  static func blindness(to flaw: Flaw) -> Mistake {
    switch flaw {
    case .noBias, .biasOutside: .zeroBias
    case .noTanh: .smallSums
    case .recurrentTransposed: .symmetricWeights
    case .startsFromZeros: .zeroStart
    case .notCarried, .oneStepLate: .oneStepOnly
    case .readsBackwards: .sameBackwards
    }
  }

  private static func exactStates(_ call: Call, _ flaw: Flaw?) -> [Matrix] {
    var (cell, inputs) = (call.cell, call.inputs)
    if flaw == .noBias { cell.bias = cell.bias * 0 }
    if flaw == .recurrentTransposed { cell.recurrentWeights = cell.recurrentWeights.transposed }
    if flaw == .readsBackwards { inputs.reverse() }
    var states = [flaw == .startsFromZeros ? call.start * 0 : call.start]
    for input in inputs {
      let old = flaw == .notCarried ? call.start : states[states.count - 1]
      states.append(step(cell, input, old, flaw))
    }
    return flaw == .oneStepLate ? states.dropLast() : Array(states.dropFirst())
  }

  private static func step(_ cell: RNNCell, _ input: Matrix, _ old: Matrix, _ flaw: Flaw?) -> Matrix
  {
    switch flaw {
    case .noTanh: return Reference.preactivation(cell, input, old)
    case .biasOutside:
      var without = cell
      without.bias = cell.bias * 0
      return Reference.step(without, input, from: old) + cell.bias
    default: return Reference.step(cell, input, from: old)
    }
  }
}
