import Course
import Foundation
import LSTMGates
import Laboratory
import LinearAlgebra
import Optimizers

/// How soon the experiment's LSTM learns short sequences by each rule of chapter 07, at five rates.
enum AddingRules {
  static let file = "07-rules"
  /// Short enough for plain descent to have a chance.
  static let (length, updates) = (20, 2_000)
  static let seeds = 1...3

  enum Rule: String, CaseIterable { case descent, clipped, momentum, rmsprop, adam }

  /// Each about three times the one before.
  static func rates(of rule: Rule) -> [Double] {
    switch rule {
    case .descent, .clipped: [0.03, 0.1, 0.3, 1, 3]
    case .momentum: [0.01, 0.03, 0.1, 0.3, 1]
    case .rmsprop, .adam: [0.001, 0.003, 0.01, 0.03, 0.1]
    }
  }

  /// The errors before learning and after every hundred updates.
  private static func errors(_ rule: Rule, rate: Double, seed: Int) -> [Double] {
    switch rule {
    case .descent: errors(SGD(learningRate: rate), clippingAt: .infinity, seed)
    case .clipped: errors(SGD(learningRate: rate), clippingAt: 1, seed)
    case .momentum: errors(Momentum(learningRate: rate), clippingAt: 1, seed)
    case .rmsprop: errors(RMSProp(learningRate: rate), clippingAt: 1, seed)
    case .adam: errors(Adam(learningRate: rate), clippingAt: 1, seed)
    }
  }

  private static func errors(
    _ rule: some Optimizer, clippingAt limit: Double, _ seed: Int
  ) -> [Double] {
    let (problem, test) = (AddingProblem(length: length), AddingExperiment.test(length: length))
    var (optimizer, sequences) = (rule, SeededGenerator(seed: UInt64(seed + 1_000)))
    var weights = SeededGenerator(seed: UInt64(seed))
    var model = LSTMRegressor(hiddenSize: AddingExperiment.hiddenSize, using: &weights)
    return [model.loss(on: test)]
      + (1...updates / 100).map { _ in
        for _ in 0..<100 {
          model.train(
            on: problem.batch(32, using: &sequences), clippingAt: limit, with: &optimizer)
        }
        return model.loss(on: test)
      }
  }

  /// A line for each run, as it ends.
  static func lines(_ terminal: Terminal) -> [String] {
    Rule.allCases.flatMap { rule in
      rates(of: rule).flatMap { rate in
        seeds.map { seed in
          let numbers = errors(rule, rate: rate, seed: seed).map {
            $0 < 100 ? String(format: "%.5f", $0) : "nan"
          }
          terminal.showProgress("\(rule.rawValue) \(rate) \(seed)")
          return "\(rule.rawValue) \(rate) \(seed): \(numbers.joined(separator: " "))"
        }
      }
    }
  }

  /// At each rate of a rule the errors of its runs.
  static func runs(of rule: Rule, in folder: PackageFolder) throws -> [[[Double]]] {
    let file = try Measurements(file, in: folder)
    return rates(of: rule).map { rate in seeds.map { file["\(rule.rawValue) \(rate) \($0)"] } }
  }
}
