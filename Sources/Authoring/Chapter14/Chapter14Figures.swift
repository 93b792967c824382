import Classification
import Course
import Laboratory
import LinearAlgebra
import Plots

/// The figures of chapter 14, "Opinions", from what `course dev opinions` measured.
enum Chapter14Figures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    let measured = try Measurements(OpinionsMeasurement.file, in: folder)
    return [
      Figure(name: "14-order", order(measured)), Figure(name: "14-asides", asides(measured)),
      Figure(name: "14-trace", trace(try TrainedReviewers(in: folder).reviewers[0])),
    ]
  }

  /// The mean of a series of all seeds.
  static func mean(
    _ name: (Int) -> String, of seeds: Int = OpinionsMeasurement.seeds, _ measured: Measurements
  ) -> [Double] {
    let runs = (1...seeds).map { measured[name($0)] }
    return (runs.first ?? []).indices.map { place in
      runs.reduce(0) { $0 + $1[place] } / Double(runs.count)
    }
  }

  private static func order(_ measured: Measurements) -> LineChart {
    let names = ["bag, plain", "bag, twins", "LSTM, plain", "LSTM, twins"]
    return LineChart(
      title: "Reviews of one adjective, and twins with the same words",
      description:
        "The share of right verdicts over 200 updates, means of five seeds. The bag's curve "
        + "on twins is a flat line at one half, and on plain reviews it stays at three quarters. Both "
        + "curves of the LSTM rise to 1.",
      x: Axis(label: "updates"), y: Axis(label: "right verdicts", range: 0.4...1.02),
      series: zip(names, OpinionsMeasurement.series).enumerated().map { place, name in
        Series(
          name: name.0, values: mean({ "\(name.1) \($0)" }, measured),
          by: Double(TwinExperiment.interval),
          colour: place)
      }, labelling: .legend)
  }

  private static func asides(_ measured: Measurements) -> LineChart {
    LineChart(
      title: "Sentences that say nothing, after the verdict",
      description: "The share of right verdicts by the number of sentences that follow, from one "
        + "to four, for three readouts, means of ten seeds. The curves are nearly level: those of "
        + "the mean and the largest about nine tenths, that of the last state far below.",
      x: Axis(label: "sentences that follow", range: 0...5),
      y: Axis(label: "right verdicts", range: 0.4...1.02),
      series: Readout.allCases.enumerated().map { place, readout in
        Series(
          name: readout == .maximum ? "largest" : readout.rawValue,
          values: mean(
            { "\(readout.rawValue) \($0) by sentences" }, of: OpinionsMeasurement.longSeeds,
            measured), from: 1, colour: place)
      }, labelling: .direct)
  }

  /// What the live figure shows of two twins.
  private static func trace(_ reviewer: Reviewer) -> SmallMultiples {
    SmallMultiples(
      title: "Probability of praise, if the review ended with this word",
      description: "Two bar charts, one of each twin, with a bar for each word. Up to the verdict, "
        + "both stay near one half or change their minds. Then one ends at 1 and the other at 0.",
      panels: ["they called it weak; it was funny", "they called it funny; it was weak"].map {
        let words = Reviews.symbols(of: $0) ?? []
        return .bar(
          BarChart(
            title: $0, description: "",
            bars: words.indices.map { end in
              let read = Review(words: Array(words[...end]), isPraise: false)
              let logit = reviewer.logits([read].batch)[0, 0]
              return (name: Reviews.vocabulary[words[end]], value: sigmoid(logit))
            }, end: 1, decimals: 2))
      }, columns: 2)
  }
}
