import Course
import LinearAlgebra
import Plots

/// The figure of chapter 01: what a probability costs.
enum Chapter01Figures {
  static func all() -> [Figure] {
    [Figure(name: "01-surprise", surprise())]
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
      ], labelling: .legend)
  }
}
