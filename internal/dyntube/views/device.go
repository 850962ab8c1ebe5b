package views

import (
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// A device is a device with a system and a browser that exist together. Names are those of the usual user-agent parsers
// (docs/spec/dyntube.md#analytics-response); "Other" and "" mean a device without a name.
type device struct {
	weight               int
	family, brand, model string
	kind                 string // of the device
	system, processor    string
	systemVersion        version
	browser              string
	browserVersion       version
}

// A encodedDevice has what a row says of it ready to be written: up to the version
// of the browser, from there to that of the system, and what follows.
type encodedDevice struct {
	device
	before, between, after string
}

// A version is a major version: the first on FirstDay, the next so many days later, and so on; with 0 days it does not
// change.
type version struct{ first, days int }

func (v version) on(d world.Day) int {
	if v.days == 0 {
		return v.first
	}
	return v.first + int(d-FirstDay)/v.days
}

var (
	chrome  = version{80, 34}
	firefox = version{74, 30}
	apple   = version{13, 365}
	android = version{10, 365}
	samsung = version{12, 140}
	windows = version{10, 0} // 11 calls itself 10
)

// devices are by catalogue.Devices. The type Desktop is OBSERVED, the others are ASSUMED
// (docs/spec/dyntube.md#analytics-response).
var devices = map[string][]device{
	"desktop": {
		{44, "Other", "", "", "Desktop", "Windows", "x64", windows, "Chrome", chrome},
		{14, "Other", "", "", "Desktop", "Windows", "x64", windows, "Edge", chrome},
		{10, "Other", "", "", "Desktop", "Windows", "x64", windows, "Firefox", firefox},
		{12, "Mac", "Apple", "Mac", "Desktop", "Mac OS X", "", version{10, 0}, "Safari", apple},
		{12, "Mac", "Apple", "Mac", "Desktop", "Mac OS X", "", version{10, 0}, "Chrome", chrome},
		{4, "Other", "", "", "Desktop", "Linux", "x64", version{}, "Firefox", firefox},
		{4, "Other", "", "", "Desktop", "Ubuntu", "x64", version{}, "Firefox", firefox},
	},
	"mobile": {
		{34, "iPhone", "Apple", "iPhone", "Mobile", "iOS", "", apple, "Mobile Safari", apple},
		{5, "iPhone", "Apple", "iPhone", "Mobile", "iOS", "", apple, "Chrome Mobile iOS", chrome},
		{22, "Samsung SM-A515F", "Samsung", "SM-A515F", "Mobile", "Android", "", android, "Chrome Mobile", chrome},
		{12, "Samsung SM-A505FN", "Samsung", "SM-A505FN", "Mobile", "Android", "", android, "Samsung Internet", samsung},
		{14, "Pixel 4", "Google", "Pixel 4", "Mobile", "Android", "", android, "Chrome Mobile", chrome},
		{10, "Generic Smartphone", "Generic", "Smartphone", "Mobile", "Android", "", android, "Chrome Mobile", chrome},
		{3, "Generic Smartphone", "Generic", "Smartphone", "Mobile", "Android", "", android, "Firefox Mobile", firefox},
	},
	"tablet": {
		{60, "iPad", "Apple", "iPad", "Tablet", "iOS", "", apple, "Mobile Safari", apple},
		{25, "Samsung SM-T510", "Samsung", "SM-T510", "Tablet", "Android", "", android, "Chrome", chrome},
		{15, "Samsung SM-T510", "Samsung", "SM-T510", "Tablet", "Android", "", android, "Samsung Internet", samsung},
	},
	"tv": {
		{55, "Other", "", "", "TV", "Tizen", "", version{5, 500}, "Samsung Internet", version{2, 700}},
		{45, "Other", "", "", "TV", "Android", "", android, "Chrome", chrome},
	},
}

// deviceClass are the rigs of one class of device, with the share of each in bytes.
type deviceClass struct {
	all  []encodedDevice
	pick [256]uint8
}

// deviceClasses is by the order of catalogue.Devices.
var deviceClasses = func() []deviceClass {
	var classes []deviceClass
	for _, device := range catalogue.Devices {
		var c deviceClass
		for _, r := range devices[device] {
			c.all = append(c.all, r.ready())
		}
		total, sum, at := 0, 0, 0
		for _, r := range c.all {
			total += r.weight
		}
		for i, r := range c.all {
			for sum += r.weight; at < 256*sum/total; at++ {
				c.pick[at] = uint8(i)
			}
		}
		classes = append(classes, c)
	}
	return classes
}()
