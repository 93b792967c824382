import Course
import LinearAlgebra
import Plots

/// The figures of chapter 01: what a probability costs, and a table that learns.
enum Chapter01Figures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    [
      Figure(name: "01-surprise", surprise()),
      Figure(name: "01-learning", learning(try Measurements("01-plays", in: folder))),
    ]
  }

  private static func learning(_ measured: Measurements) -> LineChart {
    let updates = measured["updates"]
    let counted = measured["counted"].first ?? .nan
    let ends = [updates.first ?? 1, updates.last ?? 1]
    return LineChart(
      title: "A table that learns pairs, and one that counted them",
      description: "Four curves of the loss over 1 to 1,000 updates, and a line at the loss of the "
        + "counted table. At a rate of 1 the loss ends far above it. At rates of 10 and 100 it comes down "
        + "towards the line, the higher rate sooner. At 200 it swings up and down on its way.",
      x: Axis(label: "updates", scale: .logarithmic),
      y: Axis(label: "loss, nats a character"),
      series: [1, 10, 100, 200].enumerated().map { colour, rate in
        Series(
          name: "rate \(rate)",
          points: zip(updates, measured["learned-\(rate)"]).map { (x: $0, y: $1) },
          colour: colour)
      } + [
        Series(name: "counted", points: ends.map { (x: $0, y: counted) }, style: .reference)
      ], labelling: .legend)
  }

  private static func surprise() -> LineChart {
    let probabilities = (1...100).map { Double($0) / 100 }
    let even = 1.0 / 3
    return LineChart(
      title: "Surprise at a symbol of probability p",
      description: "The curve of minus log p falls from 4.6 nats at a probability of 0.01, through "
        + "0.69 at a half, to 0 at 1. Four points lie on it: 0.20 and 0.60, the two predictions "
        + "for nab, a third, which is a guess among three symbols, and a half, which is one bit.",
      x: Axis(label: "probability of the symbol that came, p", range: 0...1),
      y: Axis(label: "surprise, nats"),
      series: [
        Series(
          name: "−log p", points: probabilities.map { (x: $0, y: -log($0)) }, style: .reference),
        Series(
          name: "a to b, p = 0.20", points: [(x: 0.2, y: -log(0.2))], style: .points, colour: 0),
        Series(
          name: "one of three, p = 0.33", points: [(x: even, y: -log(even))], style: .points,
          colour: 1),
        Series(
          name: "one bit, p = 0.50", points: [(x: 0.5, y: -log(0.5))], style: .points, colour: 2),
        Series(
          name: "n to a, p = 0.60", points: [(x: 0.6, y: -log(0.6))], style: .points, colour: 3),
      ], labelling: .direct)
  }
}
