def test_try(office):
    ack = office.type("us-usfj-watch", 'open "Runway repair" to:jp-jjoc urgency:priority detail:"Two crews"')
    print(ack)
    office.settle()
    print([m.text for m in office.messages("us-usfj")])
