import Course
import Forecasting
import Foundation
import Laboratory
import LinearAlgebra

/// The values of chapter 17, "Forecasting"; those of its experiments were measured by
/// `course dev forecasts`.
enum Chapter17Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    let file = try Measurements(ForecastMeasurement.file, in: folder)
    return hand.merging(gaps(file)) { $1 }.merging(others(file)) { $1 }
  }

  private static var hand: PageValues.List {
    ["deviation": (8.0 / 3).squareRoot(), "rate": -log(0.8)]
  }

  // MARK: Gaps

  /// Of a line's numbers, each of which has its spread behind it: the error, those of the steps 1, 2, 4
  /// and 8, and the error and the bias after a gap.
  private enum Place: Int { case error, one, two, four, eight, silent, bias }

  private static func number(_ file: Measurements, _ name: String, _ place: Place) -> Double {
    file[name][2 * place.rawValue]
  }

  private static func gaps(_ file: Measurements) -> PageValues.List {
    func of(_ way: GapWay, _ learnt: String, _ tested: String, _ place: Place) -> Double {
      number(file, "\(way.rawValue) \(learnt) \(tested)", place)
    }
    let places = ["storms", "elsewhere"]
    let spreads = places.flatMap { learnt in
      places.map { file["timed \(learnt) \($0)"][2 * Place.bias.rawValue + 1] }
    }
    return [
      "ways": GapWay.allCases.map { way in
        places.flatMap { [of(way, $0, $0, .error), of(way, $0, $0, .silent)] }
      },
      "exchange": places.flatMap { learnt in
        places.map { tested in
          [of(.timed, learnt, tested, .error), of(.timed, learnt, tested, .silent)]
            + [of(.timed, learnt, tested, .bias)]
        }
      },
      "exchange.spread": [spreads.min() ?? .nan, spreads.max() ?? .nan],
      "too-cold": of(.timed, "elsewhere", "elsewhere", .bias)
        - of(.timed, "storms", "elsewhere", .bias),
      "too-warm": of(.timed, "elsewhere", "storms", .bias) - of(.timed, "storms", "storms", .bias),
      "silent-gain": of(.carried, "storms", "storms", .silent)
        - of(.masked, "storms", "storms", .silent),
      "carried.bias": places.map { of(.carried, $0, "storms", .bias) },
      "zero.bias": [
        of(.zero, "storms", "elsewhere", .bias), of(.zero, "elsewhere", "storms", .bias),
      ],
    ]
  }

  // MARK: The other experiments

  private static func others(_ file: Measurements) -> PageValues.List {
    func row(_ name: String, _ places: [Place]) -> [Double] {
      places.map { number(file, name, $0) }
    }
    let steps: [Place] = [.one, .two, .four, .eight]
    let (prices, fan) = (file["prices"], file["fan"])
    return [
      "horizons": [
        row("yardstick last", steps), row("yardstick day", steps), row("yardstick week", steps),
        row("recursive", steps), row("timed storms storms", steps),
      ],
      "shares": ForecastExperiments.shares.map { share in
        let name = "share \(Int(100 * share))"
        return row("\(name) carried", [.one, .eight]) + row("\(name) timed", [.one, .eight])
          + row("\(name) day", [.eight])
      },
      "noise": ForecastExperiments.noises.map { noise in
        ["timed", "day", "last"].map { number(file, "noise \(Int(noise)) \($0)", .error) }
      },
      "leaks.interpolated": [file["leak interpolated"][0], file["leak interpolated"][2]],
      "leaks.shuffled": [file["leak shuffled"][0], file["leak shuffled"][2]],
      "faded": [file["faded"][0], file["faded"][2]],
      "coverage": [fan[0], fan[2], fan[4]], "coverage.spread": fan[5], "kept": fan[6],
      "margin-and-width": [fan[8], fan[10]],
      "coverage.away": fan[12],
      "prices": [prices[0], prices[2], prices[4]], "prices.correlation": prices[6],
      "skill": [
        skill(of: prices[2], beside: prices[0]), skill(of: prices[4], beside: prices[0]),
      ],
      "sunspots": ["1", "11"].map { Array(file["sunspots \($0)"]) }
        + [stride(from: 0, to: 8, by: 2).map { file["sunspots lstm"][$0] }],
    ]
  }
}
