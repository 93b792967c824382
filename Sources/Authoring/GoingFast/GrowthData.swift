/// What `course dev growth --write` measured; chapters/going-fast.md shows it and speaks of it.
/// Unless a size is the one that varies: hidden 128, one layer, batch 32, length 64, vocabulary 96,
/// two threads, an embedding of 64.
enum GrowthData {
  static let machine = "AMD EPYC with AVX-512, 2 processors"
  static let date = "21 November 2026"

  // hidden, tokens a second, percent of peak, megabytes
  static let hidden = [
    GrowthPoint(32, 1_960_000, 43, 30),
    GrowthPoint(64, 894_000, 59, 33),
    GrowthPoint(128, 291_000, 65, 38),
    GrowthPoint(256, 91_600, 73, 54),
    GrowthPoint(512, 27_400, 79, 93),
    GrowthPoint(1024, 6580, 74, 217),
  ]

  // batch, tokens a second, percent of peak, megabytes
  static let batch = [
    GrowthPoint(1, 92_800, 27, 28),
    GrowthPoint(2, 128_000, 36, 29),
    GrowthPoint(4, 164_000, 40, 30),
    GrowthPoint(8, 181_000, 39, 30),
    GrowthPoint(16, 175_000, 39, 33),
    GrowthPoint(32, 275_000, 62, 39),
    GrowthPoint(64, 287_000, 64, 49),
    GrowthPoint(128, 294_000, 65, 71),
    GrowthPoint(256, 292_000, 63, 113),
  ]

  // length, tokens a second, percent of peak, megabytes
  static let length = [
    GrowthPoint(16, 273_000, 63, 32),
    GrowthPoint(32, 329_000, 72, 34),
    GrowthPoint(64, 344_000, 72, 38),
    GrowthPoint(128, 330_000, 70, 48),
    GrowthPoint(256, 312_000, 64, 66),
    GrowthPoint(512, 295_000, 62, 103),
    GrowthPoint(1024, 290_000, 61, 177),
  ]

  // vocabulary, tokens a second, percent of peak, megabytes
  static let vocabulary = [
    GrowthPoint(50, 328_000, 64, 38),
    GrowthPoint(200, 249_000, 65, 40),
    GrowthPoint(1000, 98_500, 61, 51),
    GrowthPoint(5000, 26_700, 52, 97),
    GrowthPoint(20_000, 7670, 55, 241),
    GrowthPoint(50_000, 3190, 55, 342),
  ]

  // threads, tokens a second, percent of peak, megabytes
  static let threads = [
    GrowthPoint(1, 176_000, 73, 38),
    GrowthPoint(2, 339_000, 72, 39),
  ]
}
