import Course
import Forecasting
import Plots

extension Milestone {
  static let gaps = Milestone(
    "gaps", "Che and others", 2018,
    "Recurrent Neural Networks for Multivariate Time Series with Missing Values",
    summary: "That a value is missing says something, and a network can hear it.",
    claim:
      "Which values are missing, and for how long, tells of what is to be predicted. A recurrent "
      + "network that is told the mask and the time since the last value, and lets what is old fade, "
      + "predicts better than one that is told only a value that fills the hole.",
    criterion: "told of gaps, forecasts are off by at least 5 % less than with the last reading "
      + "carried forward; and after a gap that no storm made, a network that learnt where storms make "
      + "gaps is at least half a degree colder than one that learnt where they do not.",
    exercises: "5.2 5.5 5.6 7.2 7.5 17.1 17.2 17.3 17.4 17.5 17.7"
  ) { run in
    let told = try GapExchange(seed: run.seed, .fading) { try run.reached($0 / 2) }
    let carried = try GapExchange(seed: run.seed, .carried) { try run.reached(0.5 + $0 / 2) }
    try run.reached(1)
    let (mean, plain) = (told.all[0][0].mean, carried.all[0][0].mean)
    let bias = told.silent[0][1].bias - told.silent[1][1].bias
    func degrees(_ number: Double) -> String { fixed(number, 2) }
    let seen =
      "A day ahead, forecasts are off by \(degrees(mean)) degrees if the network is told of gaps, and "
      + "by \(degrees(plain)) if the last reading is carried forward. In gaps that no storm made, a "
      + "network that learnt where storms make them is \(degrees(abs(bias))) degrees "
      + "\(bias < 0 ? "colder" : "warmer") than one that learnt where they do not."
    let chart = BarChart(
      title: "Mean error of a day's forecasts, and the bias after a gap",
      description: "Two bars of errors, the first shorter, and a bar for what silence has taught.",
      bars: [
        ("told of gaps", mean), ("carried forward", plain),
        ("colder in others' gaps", max(0, -bias)),
      ], valueLabel: "degrees")
    return Finding(seen, holds: mean <= 0.95 * plain && bias <= -0.5, chart: chart)
  }
}
