import Course
import Foundation
import Laboratory
import LinearAlgebra
import Optimizers
import Tasks
import VanishingGradients

import func Text.grouped

/// The numbers of chapter 07, "Learning".
enum Chapter07Numbers {
  static func all() -> PageNumbers {
    PageNumbers(
      page: "chapters/07-learning.md",
      tables: [rates, momentum, corrections, adam, paths, adding, yardsticks],
      sentences: bowls + cliff + noise + cells + adding20 + seeds + settings + live)
  }

  // MARK: The bowls

  private static let rates = PageTable(
    "07-rates", ["$\\eta$", "$w$ after 0, 1, 2, 3, 4 steps", "after 20"],
    [0.1, 0.5, 0.9, 1, 1.1].map { rate in
      let places = Chapter07Figures.slope(rate, steps: 20)
      return [
        "\(rate)", places.prefix(5).map { plain($0, 4) }.joined(separator: ", "),
        plain(Double(significant(places[20], 3)) ?? 0, 4),
      ]
    })

  private static let momentum = {
    let (rate, share) = (0.04, 0.5)
    var (place, velocity) = ((a: 10.0, b: 1.0), (a: 0.0, b: 0.0))
    var rows = [["", "", "0, 0", "10, 1"]]
    for step in 1...3 {
      let gradient = (a: place.a, b: 25 * place.b)
      velocity = (share * velocity.a + gradient.a, share * velocity.b + gradient.b)
      place = (place.a - rate * velocity.a, place.b - rate * velocity.b)
      rows.append(
        ["\(step)"]
          + [gradient, velocity, place].map { "\(plain($0.a, 5)), \(plain($0.b, 5))" })
    }
    return PageTable("07-momentum", ["step", "gradient", "velocity", "place"], rows)
  }()

  private static let corrections = {
    let steps = [1, 2, 5, 12, 50, 100, 300, 1_000, 3_000]
    let factors = steps.map { step in
      let (mean, square): (Double, Double) = (1 - power(0.9, step), 1 - power(0.999, step))
      return number(mean / square.squareRoot(), 2)
    }
    return PageTable(
      "07-corrections", ["step $t$"] + steps.map(grouped), [["too long by"] + factors])
  }()

  private static let adam = {
    func row(_ name: String, _ place: Double, _ gradients: [Double]) -> [String] {
      var (mean, square) = (0.0, 0.0)
      for gradient in gradients {
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient * gradient
      }
      let (m, q) = (mean / 0.19, square / 0.001999)
      let step = 0.1 * m / q.squareRoot()
      return [
        name, plain(mean, 3), number(m, 3), plain(square, 6), number(q, 3), number(step, 5),
        number(place - step, 5),
      ]
    }
    return PageTable(
      "07-adam",
      ["", "$m$", "$\\hat m = m/0.19$", "$q$", "$\\hat q = q/0.001999$", "step", "place"],
      [row("$a$", 9.9, [10, 9.9]), row("$b$", 0.9, [25, 22.5])])
  }()

  private static func losses(_ optimizer: some Optimizer, after steps: [Int]) -> [Double] {
    let path = Bowl.path(optimizer, steps: steps.max() ?? 0)
    return steps.map { Bowl.loss(path[$0]) }
  }

  private static let paths = {
    let steps = [0, 10, 30, 100, 300]
    func row(_ name: String, _ optimizer: some Optimizer) -> [String] {
      [name]
        + losses(optimizer, after: steps).map { loss in
          if loss < 1e-4 { return powerOfTen(loss, 2) }
          return significant(loss, loss >= 1 ? 3 : 2)
        }
    }
    return PageTable(
      "07-paths", ["loss after … steps"] + steps.map { "\($0)" },
      [
        row("gradient descent, $\\eta = 0.06$", SGD(learningRate: 0.06)),
        row("momentum, $\\eta = 0.02$, $\\mu = 0.8$", Momentum(learningRate: 0.02, momentum: 0.8)),
        row("RMSProp, $\\eta = 0.5$", RMSProp(learningRate: 0.5)),
        row("Adam, $\\eta = 0.5$", Adam(learningRate: 0.5)),
      ])
  }()

  private static let bowls = {
    func shrinks(_ root: Double) -> (share: Double, steps: Int) {
      let share = (root - 1) / (root + 1)
      return (share, Int((log(0.1) / log(share)).rounded()))
    }
    let (plain, rolling) = (shrinks(25), shrinks(5))
    // Adam's first step without the correction is √1000 times 0.1 as long.
    let far = 2 * 0.1 / 0.001.squareRoot()
    let stays = [0.5, 0.1].map { losses(RMSProp(learningRate: $0), after: [300])[0] }
    return [
      "The gradients are 10 and 25, their squares 100 and \(25 * 25)",
      "In the second the gradients are 9.9 and \(number(0.9 * 25, 1)):",
      "so $\\eta = 2/26 = 0.077$, and both keep \(number(1 - 2.0 / 26, 3)) in a step",
      """
      For $\\kappa = 25$ that is \(number(plain.share, 3)) against \(number(rolling.share, 3)), \
      \(plain.steps) steps for a factor of ten against \(rolling.steps).
      """,
      """
      On our bowl RMSProp with $\\eta = 0.5$ comes down to a loss of about \(number(stays[0], 1)) \
      and stays there, jumping across the bottom; with 0.1 it stays at \(number(stays[1], 2)).
      """,
      """
      On our bowl with $\\eta = 2$, the first step without correction lands at a loss of \
      \(number(Bowl.loss((10 - far, 1 - far)), 0)), where it began at \
      \(number(Bowl.loss((10, 1)), 1)); with correction it lands at \
      \(number(losses(Adam(learningRate: 2), after: [1])[0], 1)).
      """,
      // Where RMSProp jumps to and fro by its rate, each number is half the rate away.
      """
      RMSProp on the bowl stays at \(number(13 * 0.25 * 0.25, 4)) with $\\eta = 0.5$ and at \
      \(number(13 * 0.05 * 0.05, 4)) with $\\eta = 0.1$.
      """,
    ]
  }()

  // MARK: The cliff, and noise

  private static let cliff = {
    func path(_ decay: LearningRateDecay) -> Double {
      var (u, optimizer) = ([Matrix([[1.1]])], SGD(learningRate: 0.01))
      for step in 0..<40 {
        let gradient = Matrix([[Cliff.gradient(u[0][0, 0])]])
        optimizer.learningRate = decay.rate(at: step)
        optimizer.update(&u, gradients: clippedByGlobalNorm([gradient], limit: 1).gradients)
      }
      return u[0][0, 0]
    }
    let constant = path(LearningRateDecay(initialRate: 0.01, factor: 1, interval: 10))
    let halved = path(LearningRateDecay(initialRate: 0.01, factor: 0.5, interval: 10))
    let first = Cliff.gradient(1.1)
    let height = 100 * Int((Cliff.loss(1.1) / 100).rounded())
    return [
      """
      a narrow valley at \(number(exp(log(0.5) / 50), 3)), then a steep rise to \(grouped(height)).
      """,
      "The answer is $u = \(number(exp(log(0.5) / 50), 4))$.",
      "h_{50} = \(number(power(1.1, 50), 1)) \\qquad L = "
        + grouped(Int(Cliff.loss(1.1).rounded())).replacing(",", with: "{,}"),
      "50\\,u^{49} = " + grouped(Int(first.rounded())).replacing(",", with: "{,}"),
      "the next $u$ is −\(grouped(Int((0.01 * first - 1.1).rounded()))).",
      "at $u = 0.9$ the gradient is \(number(Cliff.gradient(0.9), 2)).",
      """
      after 40 steps $u$ is \(number(halved, 5)), and the loss \
      \(powerOfTen(Cliff.loss(halved), 2)) in place of \(number(Cliff.loss(constant), 3)).
      """,
    ]
  }()

  private static let noise = {
    let rates = [0.1, 0.01]
    let means = rates.map { rate in
      var (place, optimizer) = ([Matrix([[0]])], SGD(learningRate: rate))
      var generator = SeededGenerator(seed: 1)
      return (0..<100_000).reduce(0.0) { sum, _ in
        optimizer.update(&place, gradients: [2 * place[0] + generator.normal()])
        return sum + place[0][0, 0] * place[0][0, 0] / 100_000
      }
    }
    let expected = rates.map { rate in
      let left: Double = 1 - 2 * rate
      return rate * rate / (1 - left * left)
    }
    return [
      """
      the mean of $w^2$ came to \(number(means[0], 4)) with $\\eta = 0.1$ and to \
      \(number(means[1], 4)) with $\\eta = 0.01$.
      """,
      "$\\eta^2 / (1 - (1 - 2\\eta)^2)$: \(list(expected.map { number($0, 4) })).",
    ]
  }()

  // MARK: The adding problem

  private static let cells = {
    let (inputs, units) = (2, AddingExperiment.hiddenSize)
    let gate = (inputs + units + 1) * units
    let baselines = AddingMeasurements.lengths.map {
      number(AddingExperiment(cell: .rnn, length: $0, seed: 1).testBaseline, 3)
    }
    var generator = SeededGenerator(seed: 1)
    let radius =
      (0..<200).reduce(0.0) { sum, _ in
        let bound = 1 / Double(units).squareRoot()
        let matrix = Matrix.uniform(
          rows: units, columns: units, in: -bound...bound, using: &generator)
        let start = Matrix.normal(rows: 1, columns: units, using: &generator)
        return sum + spectralRadius(of: matrix, from: start)
      } / 200
    return [
      """
      with four gates the LSTM has \(grouped(4 * gate + units + 1)) numbers to learn, the RNN \
      \(grouped(gate + units + 1)).
      """,
      "Always answering 1 to the 500 sequences of the test gives \(list(baselines)):",
      "(With 32 units it is \(number(radius, 2)), on average over 200 matrices.)",
    ]
  }()

  private static let low = 0.01
  private static let seedsShown = AddingProblemFigures.seeds

  private static func runs(_ cell: AddingCell, _ length: Int) -> [AddingMeasurements.Run] {
    AddingMeasurements.committed.runs(of: cell, length: length).filter {
      seedsShown.contains($0.seed)
    }
  }

  /// The steps after which a run's error is first below a hundredth; nil where it never is.
  private static func fall(_ run: AddingMeasurements.Run) -> Int? {
    run.errors.firstIndex { $0 < low }.map { $0 * AddingExperiment.interval }
  }

  private static func falls(_ runs: [AddingMeasurements.Run]) -> String {
    let known = runs.compactMap(fall)
    guard let first = known.min(), let last = known.max(), known.count == runs.count else {
      return known.isEmpty ? "never" : "\(known.count) of \(runs.count) runs"
    }
    return "\(grouped(first)) to \(grouped(last))"
  }

  private static let adding = PageTable(
    "07-adding",
    [
      "steps in a sequence", "LSTM: below 0.01 after", "RNN: below 0.01 after",
      "RNN: lowest error of each run",
    ],
    AddingMeasurements.lengths.map { length in
      let lowest = runs(.rnn, length).map { $0.errors.min() ?? .nan }.sorted()
      return [
        "\(length)", falls(runs(.lstm, length)), falls(runs(.rnn, length)),
        lowest.map { number($0, 3) }.joined(separator: ", "),
      ]
    })

  private static let adding20 = {
    // The run that is worst at its end, and how good it was before.
    let restless = runs(.rnn, 20).max { ($0.errors.last ?? 0) < ($1.errors.last ?? 0) }
    let baseline = AddingExperiment(cell: .rnn, length: 100, seed: 1).testBaseline
    let lowest = runs(.rnn, 100).flatMap(\.errors).min() ?? .nan
    return [
      """
      one of its runs ends, for the moment, at \(number(restless?.errors.last ?? .nan, 3)) after it \
      had been at \(number(restless?.errors.min() ?? .nan, 3)).
      """,
      """
      not once was it better than always answering 1 by more than \
      \(spelled(Int(((1 - lowest / baseline) * 100).rounded(.up)))) per cent.
      """,
    ]
  }()

  private static let seeds = {
    let last = runs(.lstm, 200).filter { fall($0) == 4_000 }
    let best = runs(.rnn, 50).compactMap { $0.errors.min() }.min() ?? .nan
    let ten = AddingMeasurements.committed.runs(of: .lstm, length: 100)
    let fallen = ten.count { $0.errors[2_000 / AddingExperiment.interval] < 0.1 }
    return [
      "at length 100 between steps \(falls(runs(.lstm, 100)).replacing("to", with: "and")), and at 200",
      "where one run of five had begun to learn, and got to \(number(best, 2)).",
      """
      After 2,000 steps at length 100 \(spelled(fallen)) of the \(spelled(ten.count)) seeds had fallen \
      and \(spelled(ten.count - fallen)) had not
      """,
    ] + last.map { "seed \($0.seed) got below 0.01 at its very last test." }
  }()

  /// Runs with other settings than the experiment's.
  private static let settings = {
    let faster = AddingMeasurements.faster
    let (lstm, rnn) = (faster.runs(of: .lstm, length: 100), faster.runs(of: .rnn, length: 20))
    let open = AddingMeasurements.fasterAndOpen.runs(of: .lstm, length: 100)
    let high = rnn.filter { ($0.errors.last ?? .nan) >= 0.05 }
    let sooner = zip(lstm, open).count { (fall($1) ?? .max) < (fall($0) ?? .max) }
    return [
      """
      With a rate of 0.01 in place of 0.005 the LSTM falls sooner at length 100, after \
      \(falls(lstm)) steps (\(spelled(lstm.count)) seeds)
      """,
      """
      where \(spelled(high.count)) of \(spelled(rnn.count)) seeds was still at \
      \(list(high.map { number($0.errors.last ?? .nan, 2) })) after 4,000 steps.
      """,
      """
      With a forget bias of 3, and the rate of 0.01, the same \(spelled(open.count)) seeds fell after \
      \(falls(open)) steps, \(spelled(sooner)) of them sooner than with a bias of 1 and \
      \(spelled(open.count - sooner)) later.
      """,
    ]
  }()

  private static let live = {
    let isFlat = AddingLive.measuredRNN.allSatisfy { abs($0 - AddingProblem.baseline) < 0.02 }
    let rnn = isFlat ? "near one sixth" : "at " + list(AddingLive.measuredRNN.map { number($0, 2) })
    return [
      """
      With sequences of \(AddingLive.length) steps and the seeds 1, 2 and 3, the loss of the LSTM, \
      its mean over ten steps of the optimiser, is below \(AddingLive.low) after \
      \(list(AddingLive.measured.map(grouped))) of them. That of the RNN is still \(rnn) after \
      \(grouped(AddingLive.longest)).
      """
    ]
  }()

  // MARK: Yardsticks

  private static let yardsticks = PageTable(
    "07-yardsticks", ["length, cell", "after 100 steps", "after 500", "after 2,000"],
    AddingMeasurements.lengths.flatMap { length in
      [AddingCell.lstm, .rnn].compactMap { cell in
        AddingMeasurements.committed.yardstick(of: cell, length: length).map {
          ["\(length), \(cell.name)"] + bands(of: $0, decimals: 4)
        }
      }
    })

  /// A yardstick's means, each with its band.
  static func bands(of yardstick: Yardstick, decimals: Int) -> [String] {
    yardstick.marks.map {
      """
      \(number($0.mean, decimals)) (\(number($0.band.lowerBound, decimals)) to \
      \(number($0.band.upperBound, decimals)))
      """
    }
  }
}
